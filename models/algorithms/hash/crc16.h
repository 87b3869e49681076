#pragma once

#include <cstdint>
#include <string_view>

namespace napkin::algorithms {

/// CRC-16/XMODEM: polynomial 0x1021, initial value 0, no reflection, no final xor. The checksum
/// that Redis Cluster uses to find a key's slot. O(bytes): one table look-up for each; the 512-byte
/// table is built by the compiler. Source: Peterson and Brown, "Cyclic codes for error detection",
/// 1961; Redis Cluster specification, "Key distribution model".
///
///     crc16("123456789") == 0x31c3
[[nodiscard]] std::uint16_t crc16(std::string_view bytes);

}  // namespace napkin::algorithms
