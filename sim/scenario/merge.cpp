#include "sim/scenario/merge.h"

#include <utility>
#include <vector>

#include "sim/scenario/law_reader.h"

namespace napkin {
namespace {

// A key without anything behind it says nothing, also not that something should go.
bool takes_out(const Node& node) {
  return node.is_null() && !node.text().empty();
}

bool says_something_else(const Node& base, const Node& above) {
  const Node kind = above.at("kind");
  const bool other_kind = kind && base.at("kind") && base.at("kind").text() != kind.text();
  return other_kind || (looks_like_law(base) && looks_like_law(above));
}

}  // namespace

Node merge(const Node& base, const Node& above) {
  if (!base.is_map() || !above.is_map() || says_something_else(base, above)) {
    return above;
  }
  std::vector<NodeEntry> entries;
  for (const NodeEntry& entry : base.entries()) {
    const NodeEntry* over = above.find(entry.key);
    if (over == nullptr) {
      entries.push_back(entry);
    } else if (!takes_out(over->value)) {
      entries.push_back({entry.key, over->mark, merge(entry.value, over->value)});
    }
  }
  for (const NodeEntry& entry : above.entries()) {
    if (base.find(entry.key) == nullptr && !takes_out(entry.value)) {
      entries.push_back(entry);
    }
  }
  return Node::map(std::move(entries), above.mark());
}

}  // namespace napkin
