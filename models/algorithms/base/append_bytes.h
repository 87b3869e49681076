#pragma once

#include <cstddef>
#include <string>
#include <type_traits>

namespace napkin::algorithms {

/// Appends an unsigned number, least significant byte first: what the loads of bytes.h read.
template <typename Unsigned>
void append_little_endian(std::string* bytes, Unsigned value) {
  static_assert(std::is_unsigned_v<Unsigned>);
  for (std::size_t index = 0; index < sizeof(Unsigned); ++index) {
    bytes->push_back(static_cast<char>(static_cast<unsigned char>(value >> (8 * index))));
  }
}

}  // namespace napkin::algorithms
