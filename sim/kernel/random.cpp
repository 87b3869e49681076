#include "sim/kernel/random.h"

#include <algorithm>  // min

namespace napkin {

namespace {

/// Stirs `text` into `key`, three words of eight bytes at a time. Bytes are taken in a fixed order
/// and each block carries its length, so names hash alike on every machine and no two texts collide
/// by being cut or padded differently.
philox::Key absorb(philox::Key key, std::string_view text) {
  constexpr std::size_t kBlockBytes = 24;
  std::size_t begin = 0;
  do {
    const std::string_view chunk = text.substr(begin, kBlockBytes);
    philox::Counter message{0, 0, 0, text.size() - begin};
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      message[i / 8] |= std::uint64_t{static_cast<unsigned char>(chunk[i])} << (i % 8 * 8);
    }
    const philox::Counter mixed = philox::block(message, key);
    key = {mixed[0] ^ mixed[2], mixed[1] ^ mixed[3]};
    begin += chunk.size();
  } while (begin < text.size());
  return key;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed,
                           std::string_view path,
                           std::string_view purpose,
                           std::uint64_t replication)
    : key_(absorb(absorb({seed, replication}, path), purpose)) {}

void RandomStream::refill() {
  words_ = philox::block({block_, 0, 0, 0}, key_);
  ++block_;
  taken_ = 0;
}

// Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.
std::uint64_t RandomStream::below(std::uint64_t n) {
  NAPKIN_ASSERT(n >= 1);
  philox::Uint128 product = philox::Uint128{next()} * n;
  if (static_cast<std::uint64_t>(product) < n) {
    const std::uint64_t threshold = (0 - n) % n;
    while (static_cast<std::uint64_t>(product) < threshold) {
      product = philox::Uint128{next()} * n;
    }
  }
  return static_cast<std::uint64_t>(product >> 64U);
}

}  // namespace napkin
