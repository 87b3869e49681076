#include "models/algorithms/storage/crc32c.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(Crc32c, MatchesTheExamplesOfTheStandard) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43U);
  std::string rising;
  for (char byte = 0; byte < 32; ++byte) {
    rising.push_back(byte);
  }
  EXPECT_EQ(crc32c(rising), 0x46DD794EU);
  EXPECT_EQ(crc32c(std::string(rising.rbegin(), rising.rend())), 0x113FDB5CU);
}

TEST(Crc32c, OfNothingIsZero) {
  EXPECT_EQ(crc32c(""), 0U);
}

// The definition: polynomial division, a bit at a time.
std::uint32_t divided_bit_by_bit(std::string_view bytes) {
  std::uint32_t remainder = 0xFFFFFFFF;
  for (const char byte : bytes) {
    remainder ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) {
      remainder = (remainder >> 1U) ^ ((remainder & 1U) != 0 ? 0x82F63B78U : 0U);
    }
  }
  return ~remainder;
}

TEST(Crc32c, AgreesWithTheDefinitionAndGoesOnFromAnyCut) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 3'000; ++round) {
    std::string bytes(random() % 100, '\0');
    for (char& byte : bytes) {
      byte = static_cast<char>(random());
    }
    const std::size_t cut = random() % (bytes.size() + 1);
    const std::string_view view = bytes;
    ASSERT_EQ(crc32c(view), divided_bit_by_bit(view));
    ASSERT_EQ(crc32c(view.substr(cut), crc32c(view.substr(0, cut))), crc32c(view));
  }
}

}  // namespace
}  // namespace napkin::algorithms
