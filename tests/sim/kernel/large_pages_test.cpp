#include "sim/kernel/large_pages.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace napkin {
namespace {

TEST(LargePages, AnArrayOfAPageBeginsAtOne) {
  const std::vector<std::uint16_t, LargePageAllocator<std::uint16_t>> numbers(
      LargePages::kPageBytes / sizeof(std::uint16_t));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(numbers.data()) % LargePages::kPageBytes, 0U);
}

TEST(LargePages, AnArrayKeepsItsNumbersAsItGrowsFromSmallToLarge) {
  std::vector<std::uint64_t, LargePageAllocator<std::uint64_t>> numbers;
  constexpr std::uint64_t kCount = 3 * LargePages::kPageBytes / sizeof(std::uint64_t) + 1;
  for (std::uint64_t number = 0; number < kCount; ++number) {
    numbers.push_back(number);
  }
  EXPECT_EQ(std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{0}),
            kCount * (kCount - 1) / 2);
}

}  // namespace
}  // namespace napkin
