#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace napkin::algorithms {

/// Cryptographic digests, through OpenSSL's EVP interface. MD5 (RFC 1321) and SHA-1 (RFC 3174) are
/// broken against an adversary and serve only to be compatible, as in ketama; SHA-256 (FIPS 180-4)
/// is for content addresses. Thread-safe. Throws std::runtime_error when OpenSSL refuses, for
/// example MD5 on a machine in FIPS mode. O(bytes). Source: the standards named.
///
///     to_hex(md5("0")) == "cfcd208495d565ef66e7dff9f98764da"

using Md5Digest = std::array<std::uint8_t, 16>;
using Sha1Digest = std::array<std::uint8_t, 20>;
using Sha256Digest = std::array<std::uint8_t, 32>;

[[nodiscard]] Md5Digest md5(std::string_view bytes);
[[nodiscard]] Sha1Digest sha1(std::string_view bytes);
[[nodiscard]] Sha256Digest sha256(std::string_view bytes);

/// Two lower-case hexadecimal digits per byte.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

/// Four bytes of a digest, from `offset`, as a little-endian number. Requires: offset + 4 <= size.
[[nodiscard]] std::uint32_t digest_word(std::span<const std::uint8_t> digest, std::size_t offset);

}  // namespace napkin::algorithms
