#include "sim/scenario/tree_builder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/printable.h"

namespace napkin {
namespace {

[[noreturn]] void stop(const Mark& mark, std::string message, std::string hint = {}) {
  throw LimitReached{{mark, 1, std::move(message), std::move(hint)}, false};
}

// `keys: zipf(0.99, 1M)` within brackets is split at the comma, and leaves an open parenthesis.
bool has_unclosed_parenthesis(std::string_view text) {
  return std::ranges::count(text, '(') > std::ranges::count(text, ')');
}

// An escape in quotes can hide what may not stand in the file itself.
bool has_control_character(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid || is_control(point.value)) {
      return true;
    }
    text.remove_prefix(point.length);
  }
  return false;
}

}  // namespace

bool TreeBuilder::expects_key() const {
  return !open_.empty() && open_.back().kind == Node::Kind::kMap && !open_.back().pending;
}

void TreeBuilder::count_node(const Mark& mark) {
  ++nodes_;
  if (nodes_ > limits_.nodes_max) {
    stop(mark, fmt::format("more than {} nodes", limits_.nodes_max));
  }
}

void TreeBuilder::add_scalar(std::string text, Mark mark, ScalarLook look) {
  count_node(mark);
  if (expects_key()) {
    add_key(std::move(text), std::move(mark), look);
    return;
  }
  if (text.size() > limits_.scalar_bytes_max) {
    stop(mark,
         fmt::format("a value of {} bytes", text.size()),
         fmt::format("at most {} bytes", limits_.scalar_bytes_max));
  }
  const Mark at = mark;
  const bool unclosed =
      !look.quoted && !open_.empty() && open_.back().flow && has_unclosed_parenthesis(text);
  const bool control = has_control_character(text);
  Node node = Node::scalar(std::move(text), std::move(mark), look);
  if (control) {
    diagnostics_.error(node, "a control character may not stand in a value");
  } else if (unclosed) {
    diagnostics_.error(node,
                       "a parenthesis is not closed here: YAML ends the value at the comma",
                       "quote the whole value: \"…(…, …)\"");
  }
  add(std::move(node));
}

void TreeBuilder::add_key(std::string text, Mark mark, ScalarLook look) {
  if (text.size() > limits_.key_bytes_max) {
    stop(mark,
         fmt::format("a key of {} bytes", text.size()),
         fmt::format("at most {} bytes", limits_.key_bytes_max));
  }
  NodeEntry entry{std::move(text), std::move(mark), {}};
  if (entry.key.empty()) {
    diagnostics_.error(entry, "a key is empty");
  } else if (entry.key == "<<" && !look.quoted) {
    diagnostics_.error(entry, "merge keys are not read", "use extends: to build on another file");
  } else if (has_control_character(entry.key)) {
    diagnostics_.error(entry, "a control character may not stand in a key");
  }
  open_.back().pending = std::move(entry);
}

void TreeBuilder::open(Node::Kind kind, Mark mark, bool flow) {
  count_node(mark);
  if (open_.size() == limits_.depth_max) {
    stop(mark, fmt::format("more than {} levels deep", limits_.depth_max));
  }
  if (expects_key()) {
    throw LimitReached{{mark,
                        1,
                        "a key has to be a word, not a list or map",
                        "quote it if it starts with a bracket"},
                       true};
  }
  open_.push_back({kind, std::move(mark), flow, {}, {}, {}});
}

void TreeBuilder::close() {
  Frame frame = std::move(open_.back());
  open_.pop_back();
  report_duplicates(frame);
  add(frame.kind == Node::Kind::kMap ? Node::map(std::move(frame.entries), std::move(frame.mark))
                                     : Node::list(std::move(frame.items), std::move(frame.mark)));
}

void TreeBuilder::add(Node node) {
  if (open_.empty()) {
    root_ = std::move(node);
  } else if (open_.back().kind == Node::Kind::kMap) {
    add_entry(open_.back(), std::move(node));
  } else {
    open_.back().items.push_back(std::move(node));
  }
}

void TreeBuilder::add_entry(Frame& frame, Node node) {
  if (frame.entries.size() == limits_.keys_max) {
    stop(frame.pending->mark, fmt::format("more than {} keys in one map", limits_.keys_max));
  }
  frame.pending->value = std::move(node);
  frame.entries.push_back(std::move(*frame.pending));
  frame.pending.reset();
}

void TreeBuilder::report_duplicates(const Frame& frame) {
  std::vector<const NodeEntry*> sorted;
  sorted.reserve(frame.entries.size());
  for (const NodeEntry& entry : frame.entries) {
    sorted.push_back(&entry);
  }
  // Entries lie in the order written, so their place within the map breaks ties.
  std::ranges::sort(sorted, {}, [&](const NodeEntry* entry) {
    return std::make_pair(std::string_view(entry->key), entry - frame.entries.data());
  });
  const NodeEntry* first = nullptr;
  for (const NodeEntry* entry : sorted) {
    if (first != nullptr && first->key == entry->key) {
      diagnostics_.error(*entry,
                         fmt::format("the key {} stands twice in this map", quote(entry->key)),
                         fmt::format("first in line {}", first->mark.line));
    } else {
      first = entry;
    }
  }
}

}  // namespace napkin
