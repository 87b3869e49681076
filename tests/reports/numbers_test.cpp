#include "reports/numbers.h"

#include <cstdint>
#include <cstdlib>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace napkin::reports {
namespace {

TEST(Significant, ShowsThreeDigits) {
  EXPECT_EQ(significant(0), "0");
  EXPECT_EQ(significant(0.0412), "0.0412");
  EXPECT_EQ(significant(0.99949), "0.999");
  EXPECT_EQ(significant(0.9996), "1.00");
  EXPECT_EQ(significant(4.123), "4.12");
  EXPECT_EQ(significant(9.999), "10.0");
  EXPECT_EQ(significant(35.24), "35.2");
  EXPECT_EQ(significant(99.96), "100");
  EXPECT_EQ(significant(123456.7), "123457");
  EXPECT_EQ(significant(-4.123), "-4.12");
  EXPECT_EQ(significant(1e-9), "<0.001");
  EXPECT_EQ(significant(std::numeric_limits<double>::quiet_NaN()), "-");
}

TEST(WithPrefix, ScalesByThousands) {
  EXPECT_EQ(with_prefix(0), "0");
  EXPECT_EQ(with_prefix(950), "950");
  EXPECT_EQ(with_prefix(999.9), "1k");
  EXPECT_EQ(with_prefix(1234), "1.23k");
  EXPECT_EQ(with_prefix(115'741), "116k");
  EXPECT_EQ(with_prefix(3.42e6), "3.42M");
  EXPECT_EQ(with_prefix(5e12), "5T");
}

TEST(Grouped, SetsThousandsApart) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(grouped(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(Percent, NeverRoundsToZeroOrAll) {
  EXPECT_EQ(percent(0), "0%");
  EXPECT_EQ(percent(1e-9), "<0.01%");
  EXPECT_EQ(percent(0.0014), "0.14%");
  EXPECT_EQ(percent(0.823), "82.3%");
  EXPECT_EQ(percent(0.9995), "99.95%");
  EXPECT_EQ(percent(0.999999), ">99.99%");
  EXPECT_EQ(percent(1), "100%");
}

TEST(Duration, PicksTheUnit) {
  EXPECT_EQ(duration(0), "0s");
  EXPECT_EQ(duration(7), "7ns");
  EXPECT_EQ(duration(350e3), "350us");
  EXPECT_EQ(duration(999.9e6), "1s");
  EXPECT_EQ(duration(35.24e6), "35.2ms");
  EXPECT_EQ(duration(3600e9), "3600s");
}

TEST(ExactDuration, LosesNothing) {
  EXPECT_EQ(exact_duration(0), "0s");
  EXPECT_EQ(exact_duration(20'000'000'000), "20s");
  EXPECT_EQ(exact_duration(1'500'000), "1.5ms");
  EXPECT_EQ(exact_duration(62'000'000'001), "62.000000001s");
}

TEST(WithUnit, WritesAsAPersonWould) {
  EXPECT_EQ(with_unit(35.2e6, "ns"), "35.2ms");
  EXPECT_EQ(with_unit(0.5, "ratio"), "50%");
  EXPECT_EQ(with_unit(90'000, "1/s"), "90k/s");
  EXPECT_EQ(with_unit(3.5 * 1024 * 1024, "B"), "3.5MiB");
  EXPECT_EQ(with_unit(30, "B"), "30B");
  EXPECT_EQ(with_unit(3, "messages"), "3 messages");
  EXPECT_EQ(with_unit(3, ""), "3");
}

TEST(ExactDecimal, MovesThePoint) {
  EXPECT_EQ(exact_decimal(1500, 3), "1.5");
  EXPECT_EQ(exact_decimal(-5, 3), "-0.005");
  EXPECT_EQ(exact_decimal(7, 0), "7");
  EXPECT_EQ(exact_decimal(0, 9), "0");
  EXPECT_EQ(exact_decimal(std::numeric_limits<std::int64_t>::max(), 9), "9223372036.854775807");
}

TEST(Shortest, IsTheShortestThatReadsBack) {
  EXPECT_EQ(shortest(1e23), "1e+23");
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(-0.0), "0");
  EXPECT_EQ(shortest(std::numeric_limits<double>::infinity()), "");
}

RC_GTEST_PROP(Shortest, ReadsBackTheSame, (double value)) {
  RC_ASSERT(std::strtod(shortest(value).c_str(), nullptr) == value);
}

}  // namespace
}  // namespace napkin::reports
