#include "sim/kernel/tombstones.h"

#include <cstdint>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace napkin {
namespace {

TEST(Tombstones, AreEmptyAtFirst) {
  Tombstones tombstones;
  EXPECT_TRUE(tombstones.empty());
  EXPECT_FALSE(tombstones.erase(0));
}

TEST(Tombstones, ForgetWhatWasErased) {
  Tombstones tombstones;
  tombstones.insert(5);
  EXPECT_TRUE(tombstones.erase(5));
  EXPECT_FALSE(tombstones.erase(5));
  EXPECT_TRUE(tombstones.empty());
}

RC_GTEST_PROP(Tombstones, AreASet, ()) {
  Tombstones tombstones;
  std::set<std::uint64_t> reference;
  const int steps = *rc::gen::inRange(1, 300);
  // Few values, so that they are met again; high bits as of another region.
  const std::uint64_t region = *rc::gen::element<std::uint64_t>(0, 1, 0xFFFE) << 48;
  for (int step = 0; step < steps; ++step) {
    const std::uint64_t order = region | *rc::gen::inRange<std::uint64_t>(0, 80);
    if (*rc::gen::arbitrary<bool>() && reference.insert(order).second) {
      tombstones.insert(order);
    } else {
      RC_ASSERT(tombstones.erase(order) == (reference.erase(order) == 1));
    }
    RC_ASSERT(tombstones.size() == reference.size());
  }
  for (const std::uint64_t order : reference) {
    RC_ASSERT(tombstones.erase(order));
  }
  RC_ASSERT(tombstones.empty());
}

}  // namespace
}  // namespace napkin
