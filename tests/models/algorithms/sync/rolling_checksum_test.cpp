#include "models/algorithms/sync/rolling_checksum.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

/// The two sums of the thesis, as written.
std::uint32_t checksum_by_definition(std::span<const std::byte> window) {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  for (std::size_t i = 0; i < window.size(); ++i) {
    a += std::to_integer<std::uint64_t>(window[i]);
    b += (window.size() - i) * std::to_integer<std::uint64_t>(window[i]);
  }
  return static_cast<std::uint32_t>(a % 65'536 + (b % 65'536) * 65'536);
}

TEST(RollingChecksum, KnownAnswers) {
  EXPECT_EQ(RollingChecksum(bytes_of("")).value(), 0U);
  // a = 97 + 98 + 99, b = 3 * 97 + 2 * 98 + 99.
  EXPECT_EQ(RollingChecksum(bytes_of("abc")).value(), 586U << 16 | 294U);
}

TEST(RollingChecksum, RollingGivesWhatStartingAnewGives) {
  std::mt19937_64 random(1);
  std::vector<std::byte> file(100'000);
  for (std::byte& byte : file) {
    byte = static_cast<std::byte>(random());
  }
  constexpr std::size_t kWindow = 700;
  const std::span<const std::byte> all(file);
  RollingChecksum checksum(all.first(kWindow));
  for (std::size_t i = 0; i + kWindow < all.size(); ++i) {
    checksum.roll(all[i], all[i + kWindow]);
    if (i % 97 == 0) {
      ASSERT_EQ(checksum.value(), checksum_by_definition(all.subspan(i + 1, kWindow)));
    }
  }
}

TEST(RollingChecksum, ShrinksAtTheEndOfAFile) {
  const std::string_view text = "\xFF\xFE a few bytes \xFF";
  RollingChecksum checksum(bytes_of(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    checksum.shrink(bytes_of(text)[i]);
    ASSERT_EQ(checksum.value(), checksum_by_definition(bytes_of(text.substr(i + 1))));
  }
}

TEST(RollingChecksum, DoesNotOverflowInLongWindows) {
  const std::vector<std::byte> window(1'000'000, std::byte{0xFF});
  EXPECT_EQ(RollingChecksum(window).value(), checksum_by_definition(window));
}

}  // namespace
}  // namespace napkin::algorithms
