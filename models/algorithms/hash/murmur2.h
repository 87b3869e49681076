#pragma once

#include <cstdint>
#include <string_view>

namespace napkin::algorithms {

/// MurmurHash2 as Kafka's default partitioner uses it: 32 bits, seed 0x9747b28c, the result taken
/// as a signed number. O(bytes), no memory. Source: Appleby, MurmurHash2.cpp, 2008;
/// org.apache.kafka.common.utils.Utils.murmur2.
///
///     kafka_murmur2("abc") == 479470107
[[nodiscard]] std::int32_t kafka_murmur2(std::string_view bytes);

/// The partition that Kafka's default partitioner gives a record with this key: the hash without
/// its sign bit, modulo the number of partitions. Requires: partitions > 0.
[[nodiscard]] std::uint32_t kafka_partition(std::string_view key, std::uint32_t partitions);

}  // namespace napkin::algorithms
