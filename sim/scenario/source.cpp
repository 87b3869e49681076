#include "sim/scenario/source.h"

namespace napkin {

std::string_view Mark::file() const {
  return source ? std::string_view(source->name) : "";
}

Origin Mark::origin() const {
  return source ? source->origin : Origin::kDefault;
}

std::string_view line_of(const Source& source, std::uint32_t line) {
  std::string_view rest = source.text;
  for (std::uint32_t skipped = 1; skipped < line; ++skipped) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
      return {};
    }
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  return rest.ends_with('\r') ? rest.substr(0, rest.size() - 1) : rest;
}

std::string_view name_of(Origin origin) {
  switch (origin) {
    case Origin::kFile:
      return "file";
    case Origin::kBase:
      return "base file";
    case Origin::kSetting:
      return "--set";
    case Origin::kDefault:
      return "default";
  }
  return "default";
}

}  // namespace napkin
