#include "reports/digest.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace napkin::reports {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available in this OpenSSL");
  }
  std::string hex;
  for (unsigned int index = 0; index < size; ++index) {
    hex += fmt::format("{:02x}", digest[index]);
  }
  return hex;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  for (std::size_t position = 0; position < bytes.size(); position += 3) {
    const std::string_view group = bytes.substr(position, 3);
    std::uint32_t bits = 0;
    for (std::size_t index = 0; index < 3; ++index) {
      bits = (bits << 8) | (index < group.size() ? static_cast<unsigned char>(group[index]) : 0u);
    }
    for (std::size_t index = 0; index < 4; ++index) {
      result += index <= group.size() ? kDigits[(bits >> (18 - 6 * index)) & 63] : '=';
    }
  }
  return result;
}

}  // namespace napkin::reports
