#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace napkin::cli {

/// Something that `napkin help` explains: a kind of component, a section of a scenario, the laws.
struct HelpTopic {
  std::string name;
  std::string about;  ///< one line
  std::string text;   ///< at 80 columns, with a line end last
};

/// All of them: sections and what they are made of first, then the kinds, each in order.
[[nodiscard]] std::vector<HelpTopic> help_topics();

/// An example of the topic as a scenario that runs; empty if there is none.
[[nodiscard]] std::string_view example_of(std::string_view topic);

}  // namespace napkin::cli
