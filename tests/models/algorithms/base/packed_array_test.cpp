#include "models/algorithms/base/packed_array.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(PackedArray, BehavesAsAVectorForEveryWidth) {
  std::mt19937_64 random(149);
  for (int bits = 1; bits <= 32; ++bits) {
    const std::size_t count = 1 + random() % 200;
    PackedArray packed(count, bits);
    std::vector<std::uint32_t> plain(count);
    for (int step = 0; step < 5'000; ++step) {
      const std::size_t index = random() % count;
      ASSERT_EQ(packed.get(index), plain[index]);
      plain[index] = static_cast<std::uint32_t>(random() >> (64 - bits));
      packed.set(index, plain[index]);
    }
    for (std::size_t index = 0; index < count; ++index) {
      ASSERT_EQ(packed.get(index), plain[index]);
    }
  }
}

TEST(PackedArray, LeavesNoGaps) {
  EXPECT_LE(PackedArray(1'000'000, 6).memory_bytes(), 750'000U + 16U);
  EXPECT_EQ(PackedArray(0, 6).size(), 0U);
}

}  // namespace
}  // namespace napkin::algorithms
