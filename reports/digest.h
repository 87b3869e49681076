#pragma once

#include <string>
#include <string_view>

namespace napkin::reports {

/// SHA-256 (FIPS 180-4) of `bytes` as 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// `bytes` in standard base64 (RFC 4648, section 4), without line breaks.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace napkin::reports
