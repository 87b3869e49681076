#include "reports/colour.h"

#include <gtest/gtest.h>

namespace napkin::reports {
namespace {

constexpr auto kAuto = ColourChoice::kAuto;

ColourEnvironment terminal() {
  ColourEnvironment environment;
  environment.is_terminal = true;
  environment.term = "xterm-256color";
  return environment;
}

TEST(UseColour, IsForTerminalsOnly) {
  EXPECT_TRUE(use_colour(kAuto, terminal()));
  EXPECT_FALSE(use_colour(kAuto, ColourEnvironment()));
}

TEST(UseColour, SparesDumbTerminals) {
  ColourEnvironment environment = terminal();
  environment.term = "dumb";
  EXPECT_FALSE(use_colour(kAuto, environment));
}

TEST(UseColour, ObeysNoColourUnlessItIsEmpty) {
  ColourEnvironment environment = terminal();
  environment.no_color = "1";
  EXPECT_FALSE(use_colour(kAuto, environment));
  environment.no_color = "";
  EXPECT_TRUE(use_colour(kAuto, environment));
}

TEST(UseColour, CanBeForcedByTheEnvironment) {
  ColourEnvironment environment;
  environment.force_color = "1";
  EXPECT_TRUE(use_colour(kAuto, environment));
  environment.force_color = "0";
  EXPECT_FALSE(use_colour(kAuto, environment));
  environment.clicolor_force = "1";
  EXPECT_TRUE(use_colour(kAuto, environment));
  environment.no_color = "1";
  EXPECT_FALSE(use_colour(kAuto, environment));
}

TEST(UseColour, DoesWhatWasAskedFor) {
  ColourEnvironment environment = terminal();
  environment.no_color = "1";
  EXPECT_TRUE(use_colour(ColourChoice::kAlways, environment));
  EXPECT_FALSE(use_colour(ColourChoice::kNever, terminal()));
}

TEST(Coloured, WrapsTextInItsColour) {
  EXPECT_EQ(coloured("MET", Colour::kGreen, true), "\x1b[32mMET\x1b[0m");
  EXPECT_EQ(coloured("MET", Colour::kGreen, false), "MET");
}

}  // namespace
}  // namespace napkin::reports
