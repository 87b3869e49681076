#include "reports/histogram_encoding.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include <zlib.h>

namespace napkin::reports {

namespace {

constexpr std::uint32_t kCookie = 0x1c849313;
constexpr std::uint32_t kCompressedCookie = 0x1c849314;
constexpr int kCompressionLevel = 6;

template <typename Unsigned>
void put_big_endian(std::string& out, Unsigned value) {
  for (int shift = static_cast<int>(sizeof(Unsigned)) * 8 - 8; shift >= 0; shift -= 8) {
    out += static_cast<char>(static_cast<unsigned char>(value >> shift));
  }
}

// The sign goes into the lowest bit, then seven bits a byte; a ninth byte carries eight.
void put_zigzag(std::string& out, std::int64_t value) {
  std::uint64_t bits =
      (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
  for (int byte = 0; byte < 8 && bits >= 0x80; ++byte) {
    out += static_cast<char>(static_cast<unsigned char>((bits & 0x7F) | 0x80));
    bits >>= 7;
  }
  out += static_cast<char>(static_cast<unsigned char>(bits));
}

void put_empty_buckets(std::string& out, std::size_t count) {
  if (count > 0) {
    put_zigzag(out, count == 1 ? 0 : -static_cast<std::int64_t>(count));
  }
}

std::string encoded_counts(const Histogram& histogram) {
  std::string out;
  std::size_t next_index = 0;
  histogram.for_each_bucket([&](const Histogram::Bucket& bucket) {
    const std::size_t index = histogram.index_of(bucket.lowest);
    put_empty_buckets(out, index - next_index);
    put_zigzag(out, bucket.count);
    next_index = index + 1;
  });
  if (histogram.empty()) {
    put_empty_buckets(out, 1);
  }
  return out;
}

}  // namespace

std::string encode_histogram(const Histogram& histogram) {
  constexpr std::uint64_t kLowest = 1;
  const std::string counts = encoded_counts(histogram);
  const std::int64_t highest =
      std::max<std::int64_t>(2, histogram.highest_equivalent(histogram.max()));
  std::string out;
  put_big_endian(out, kCookie);
  put_big_endian(out, static_cast<std::uint32_t>(counts.size()));
  put_big_endian(out, std::uint32_t{0});  // normalising offset
  put_big_endian(out, static_cast<std::uint32_t>(histogram.precision_digits()));
  put_big_endian(out, kLowest);
  put_big_endian(out, static_cast<std::uint64_t>(highest));
  put_big_endian(out, std::bit_cast<std::uint64_t>(1.0));  // integers are the values themselves
  return out + counts;
}

std::string encode_histogram_compressed(const Histogram& histogram) {
  const std::string plain = encode_histogram(histogram);
  std::string compressed(::compressBound(plain.size()), '\0');
  uLongf size = compressed.size();
  const int status = ::compress2(reinterpret_cast<Bytef*>(compressed.data()),
                                 &size,
                                 reinterpret_cast<const Bytef*>(plain.data()),
                                 plain.size(),
                                 kCompressionLevel);
  if (status != Z_OK) {
    throw std::runtime_error("zlib cannot compress a histogram");
  }
  compressed.resize(size);
  std::string out;
  put_big_endian(out, kCompressedCookie);
  put_big_endian(out, static_cast<std::uint32_t>(compressed.size()));
  return out + compressed;
}

}  // namespace napkin::reports
