#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tests/lint/rules.h"

namespace napkin::lint {
namespace {

// Interfaces, registries and shared pieces: what an algorithm is made of, not one itself.
constexpr std::array<std::string_view, 10> kPieces{"balancing/balancer.h",
                                                   "balancing/balancer_registry.h",
                                                   "balancing/choose.h",
                                                   "cache/cache_policy.h",
                                                   "limiters/limiter.h",
                                                   "limiters/limiter_registry.h",
                                                   "limiters/windows.h",
                                                   "placement/placement.h",
                                                   "placement/table_segments.h",
                                                   "storage/table_entry.h"};

// Something that a comment has to hold, and what to do where it is missing.
struct Demand {
  bool (*is_met_by)(std::string_view comment);
  std::string_view advice;
};

bool names_a_source(std::string_view comment) {
  return comment.find("Source:") != comment.npos || comment.find("Sources:") != comment.npos;
}

bool gives_a_cost(std::string_view comment) {
  return comment.find("O(") != comment.npos || comment.find("Cost: ") != comment.npos;
}

// Code stands four columns further in than prose, as in Markdown.
bool shows_a_use(std::string_view comment) {
  return comment.starts_with("    ") && comment.find_first_not_of(' ') == 4;
}

constexpr std::array<Demand, 3> kDemands{
    Demand{names_a_source, "an algorithm names its `Source:`, the paper and section, or standard"},
    Demand{gives_a_cost, "an algorithm says what it costs, as in O(log n)"},
    Demand{shows_a_use, "an algorithm shows its use in a few lines of code, set four columns in"}};

bool is_an_algorithm(const SourceFile& file) {
  const std::string_view folder = "models/algorithms/";
  if (!file.is_header() || !file.below("models/algorithms") ||
      file.below("models/algorithms/base")) {
    return false;
  }
  const std::string_view name = std::string_view(file.path()).substr(folder.size());
  return std::ranges::find(kPieces, name) == kPieces.end();
}

// What stands behind "/// ", or nothing for a line of another kind.
std::string_view public_comment(std::string_view line) {
  const std::size_t begin = line.find("/// ");
  return begin == line.npos ? std::string_view{} : line.substr(begin + 4);
}

}  // namespace

std::vector<Violation> check_teaching(const SourceFile& file) {
  std::vector<Violation> found;
  for (const Demand& demand : kDemands) {
    const bool is_met = std::ranges::any_of(file.lines(), [&](const std::string& line) {
      return demand.is_met_by(public_comment(line));
    });
    if (is_an_algorithm(file) && !is_met) {
      found.push_back({file.path(), 1, std::string(demand.advice)});
    }
  }
  return found;
}

}  // namespace napkin::lint
