#include "sim/scenario/loader.h"

#include <gtest/gtest.h>

TEST(Loader, Smoke) {
  napkin::Diagnostics d;
  auto s = std::make_shared<napkin::Source>(napkin::Source{"x.yaml", "a: 1\nb: [x, {c: d}]\n"});
  auto n = napkin::load_text(s, d);
  EXPECT_TRUE(d.empty()) << render(d);
  EXPECT_EQ(to_text(n), "{a: 1, b: [x, {c: d}]}");
}
