#pragma once

#include <cstdint>
#include <string_view>

namespace napkin::algorithms {

/// The CRC-32C checksum (Castagnoli polynomial), as logs and tables use it to tell a whole record
/// from a torn one. `seed` is the checksum of the bytes before, to go on from there.
/// O(bytes), eight bytes per step; 8 KiB of tables. Source: RFC 3720, appendix B.4.
///
///     crc32c("123456789");                     // 0xE3069283
///     crc32c("6789", crc32c("12345"));         // the same
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed = 0);

}  // namespace napkin::algorithms
