#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace napkin::reports {

/// What --color asks for.
enum class ColourChoice { kAuto, kAlways, kNever };

/// What decides when nobody asked; gathered by the caller, so that the rule is a pure function.
struct ColourEnvironment {
  bool is_terminal = false;                   // the stream that is written to
  std::optional<std::string> no_color;        // NO_COLOR (no-color.org)
  std::optional<std::string> force_color;     // FORCE_COLOR
  std::optional<std::string> clicolor_force;  // CLICOLOR_FORCE
  std::optional<std::string> term;            // TERM
};

/// An explicit choice wins; then NO_COLOR, if it is not empty; then FORCE_COLOR and CLICOLOR_FORCE,
/// if neither empty nor "0"; then whether it is a terminal and not a dumb one.
[[nodiscard]] bool use_colour(ColourChoice choice, const ColourEnvironment& environment);

enum class Colour { kNone, kBold, kGreen, kRed, kYellow };

/// `text` in that colour (ANSI SGR), or as it is if colours are off. Colour never carries a meaning
/// alone.
[[nodiscard]] std::string coloured(std::string_view text, Colour colour, bool enabled);

}  // namespace napkin::reports
