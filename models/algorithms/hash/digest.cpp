#include "models/algorithms/hash/digest.h"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace napkin::algorithms {
namespace {

/// A fetched algorithm and a context for it. Looking an algorithm up by name costs far more than a
/// short digest does, so each thread keeps one of these per algorithm.
class Digester {
 public:
  explicit Digester(const char* name)
      : algorithm_(EVP_MD_fetch(nullptr, name, nullptr), &EVP_MD_free),
        context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    if (algorithm_ == nullptr || context_ == nullptr) {
      throw std::runtime_error(std::string("OpenSSL does not provide the digest ") + name);
    }
  }

  void digest(std::string_view bytes, std::span<std::uint8_t> out) {
    const bool done = EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1 &&
                      EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1 &&
                      EVP_DigestFinal_ex(context_.get(), out.data(), nullptr) == 1;
    if (!done) {
      throw std::runtime_error("OpenSSL failed to compute a digest");
    }
  }

 private:
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm_;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

Md5Digest md5(std::string_view bytes) {
  thread_local Digester digester("MD5");
  Md5Digest result;
  digester.digest(bytes, result);
  return result;
}

Sha1Digest sha1(std::string_view bytes) {
  thread_local Digester digester("SHA1");
  Sha1Digest result;
  digester.digest(bytes, result);
  return result;
}

Sha256Digest sha256(std::string_view bytes) {
  thread_local Digester digester("SHA256");
  Sha256Digest result;
  digester.digest(bytes, result);
  return result;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::uint32_t digest_word(std::span<const std::uint8_t> digest, std::size_t offset) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    word |= static_cast<std::uint32_t>(digest[offset + i]) << (8 * i);
  }
  return word;
}

}  // namespace napkin::algorithms
