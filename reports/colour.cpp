#include "reports/colour.h"

#include <fmt/format.h>

namespace napkin::reports {

namespace {

bool is_set(const std::optional<std::string>& variable) {
  return variable.has_value() && !variable->empty();
}

bool is_on(const std::optional<std::string>& variable) {
  return is_set(variable) && *variable != "0";
}

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::kBold:
      return "1";
    case Colour::kGreen:
      return "32";
    case Colour::kRed:
      return "31";
    case Colour::kYellow:
      return "33";
    case Colour::kNone:
      break;
  }
  return "";
}

}  // namespace

bool use_colour(ColourChoice choice, const ColourEnvironment& environment) {
  if (choice != ColourChoice::kAuto) {
    return choice == ColourChoice::kAlways;
  }
  if (is_set(environment.no_color)) {
    return false;
  }
  if (is_on(environment.force_color) || is_on(environment.clicolor_force)) {
    return true;
  }
  return environment.is_terminal && environment.term != "dumb";
}

std::string coloured(std::string_view text, Colour colour, bool enabled) {
  if (!enabled || colour == Colour::kNone) {
    return std::string(text);
  }
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(colour), text);
}

}  // namespace napkin::reports
