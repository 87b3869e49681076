#pragma once

#include <string>

#include "sim/stats/histogram.h"

namespace napkin::reports {

/// HdrHistogram's V2 wire format (HdrHistogram 2.1, AbstractHistogram.encodeIntoByteBuffer): a
/// header of 40 bytes, then the counts up to the largest value as ZigZag LEB128 numbers; -n stands
/// for n empty buckets.
[[nodiscard]] std::string encode_histogram(const Histogram& histogram);

/// The same, compressed by zlib at a fixed level. Other versions of zlib may choose other bytes for
/// the same counts.
[[nodiscard]] std::string encode_histogram_compressed(const Histogram& histogram);

}  // namespace napkin::reports
