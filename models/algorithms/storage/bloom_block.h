#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace napkin::algorithms {

/// The Bloom filter of an SSTable, as bytes that are stored with it: says of most absent keys that
/// they are absent, without reading the table.
///
/// With b bits per key it lets about 0.6185^b of the absent keys through: 0.8 % for ten bits. The
/// probes come from one 64-bit hash by double hashing. Layout as in LevelDB (util/bloom.cc): the
/// bits, then a byte with the number of probes. O(probes) per question. Source: Kirsch and
/// Mitzenmacher, "Less hashing, same performance", ESA 2006.
///
///     const std::string filter = build_bloom_block(keys, 10);
///     if (!bloom_block_may_contain(filter, key)) return absent;
[[nodiscard]] std::string build_bloom_block(std::span<const std::string> keys,
                                            std::size_t bits_per_key);

/// False only if the key was not among those of the filter. An empty filter holds back nothing.
[[nodiscard]] bool bloom_block_may_contain(std::string_view filter, std::string_view key);

}  // namespace napkin::algorithms
