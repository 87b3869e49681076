#include "tests/lint/rules.h"

#include <iterator>

namespace napkin::lint {

std::vector<Violation> check(const SourceFile& file) {
  std::vector<Violation> all = check_sizes(file);
  for (auto* rule : {&check_includes, &check_words, &check_teaching}) {
    std::vector<Violation> more = rule(file);
    all.insert(
        all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return all;
}

}  // namespace napkin::lint
