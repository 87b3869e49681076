#include "models/algorithms/storage/crc32c.h"

#include <array>
#include <cstddef>

namespace napkin::algorithms {

namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78;  // Castagnoli, bits reversed
constexpr std::size_t kSlices = 8;

using Table = std::array<std::uint32_t, 256>;
using Tables = std::array<Table, kSlices>;

constexpr std::uint32_t divide_byte(std::uint32_t remainder) {
  for (int bit = 0; bit < 8; ++bit) {
    remainder = (remainder >> 1U) ^ ((remainder & 1U) != 0 ? kPolynomial : 0U);
  }
  return remainder;
}

// tables[k][b] is the remainder of byte b followed by k zero bytes ("slicing by eight").
constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    tables[0][byte] = divide_byte(byte);
  }
  for (std::size_t slice = 1; slice < kSlices; ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t shorter = tables[slice - 1][byte];
      tables[slice][byte] = (shorter >> 8U) ^ tables[0][shorter & 0xFFU];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

std::uint32_t byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<unsigned char>(bytes[index]);
}

std::uint32_t divide_eight(std::uint32_t remainder, std::string_view bytes) {
  std::uint32_t next = 0;
  for (std::size_t index = 0; index < kSlices; ++index) {
    const std::uint32_t carried = index < 4 ? remainder >> (8 * index) & 0xFFU : 0U;
    next ^= kTables[kSlices - 1 - index][byte_at(bytes, index) ^ carried];
  }
  return next;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed) {
  std::uint32_t remainder = ~seed;
  for (; bytes.size() >= kSlices; bytes.remove_prefix(kSlices)) {
    remainder = divide_eight(remainder, bytes);
  }
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    remainder = (remainder >> 8U) ^ kTables[0][(remainder ^ byte_at(bytes, index)) & 0xFFU];
  }
  return ~remainder;
}

}  // namespace napkin::algorithms
