#include "models/algorithms/hash/crc16.h"

#include <array>
#include <cstddef>

namespace napkin::algorithms {
namespace {

constexpr std::array<std::uint16_t, 256> make_table() {
  constexpr std::uint32_t kPolynomial = 0x1021;
  std::array<std::uint16_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t remainder = byte << 8;
    for (int bit = 0; bit < 8; ++bit) {
      const bool divides = (remainder & 0x8000) != 0;
      remainder = (remainder << 1) ^ (divides ? kPolynomial : 0);
    }
    table[byte] = static_cast<std::uint16_t>(remainder);
  }
  return table;
}

constexpr auto kTable = make_table();

}  // namespace

std::uint16_t crc16(std::string_view bytes) {
  std::uint32_t crc = 0;
  for (const char byte : bytes) {
    const std::size_t index = ((crc >> 8) ^ static_cast<unsigned char>(byte)) & 0xff;
    crc = ((crc << 8) ^ kTable[index]) & 0xffff;
  }
  return static_cast<std::uint16_t>(crc);
}

}  // namespace napkin::algorithms
