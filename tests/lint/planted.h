#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/lint/rules.h"

namespace napkin::lint {

/// What `rule` says of a file with this text, each as `line: message`.
template <typename Rule>
[[nodiscard]] std::vector<std::string> planted(Rule rule, std::string path, std::string text) {
  std::vector<std::string> found;
  for (const Violation& violation : rule(SourceFile(std::move(path), std::move(text)))) {
    found.push_back(std::to_string(violation.line) + ": " + violation.message);
  }
  return found;
}

}  // namespace napkin::lint
