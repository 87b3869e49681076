#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "tests/lint/includes.h"
#include "tests/lint/rules.h"

namespace napkin::lint {
namespace {

constexpr std::string_view kFolder = "models/components";

// Who files belong to: the folder of a component that has one, else the file without its extension.
std::string owner_of(std::string_view path) {
  const std::size_t begin = kFolder.size() + 1;
  return std::string(path.substr(begin, path.find_first_of("/.", begin) - begin));
}

bool registers_itself(const SourceFile& file) {
  return std::ranges::any_of(file.code(), [](const std::string& line) {
    return line.find("ComponentRegistration<") != std::string::npos;
  });
}

// `sql_shard` is a part of `sql`.
bool is_part_of(const std::string& owner, const std::string& component) {
  return owner == component || owner.starts_with(component + "_");
}

std::set<std::string> components_among(const std::vector<SourceFile>& files) {
  std::set<std::string> components;
  for (const SourceFile& file : files) {
    if (file.below(kFolder) && registers_itself(file)) {
      components.insert(owner_of(file.path()));
    }
  }
  return components;
}

}  // namespace

std::vector<Violation> check_components(const std::vector<SourceFile>& files) {
  const std::set<std::string> components = components_among(files);
  std::vector<Violation> found;
  for (const SourceFile& file : files) {
    for (const Include& include : find_includes(file)) {
      if (!file.below(kFolder) || !is_below(include.name, kFolder)) {
        continue;
      }
      const std::string theirs = owner_of(include.name);
      if (components.contains(theirs) && !is_part_of(owner_of(file.path()), theirs)) {
        found.push_back({file.path(),
                         include.line,
                         theirs + " is a component; components meet through Endpoints only"});
      }
    }
  }
  return found;
}

}  // namespace napkin::lint
