#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/diagnostic.h"
#include "sim/scenario/loader.h"
#include "sim/scenario/node.h"

namespace napkin {

/// What ends the reading of a text at once: a limit is passed.
struct LimitReached {
  Diagnostic diagnostic;
  bool bracket = false;  ///< a bracket stands where none can; perhaps it was never closed
};

/// Builds a tree from the parts of a text in the order they are met, and holds them to the rules.
/// Knows nothing of the parser that finds the parts. Throws LimitReached.
class TreeBuilder final {
 public:
  TreeBuilder(Diagnostics& diagnostics, const LoadLimits& limits)
      : diagnostics_(diagnostics), limits_(limits) {}

  /// A scalar, as value or as key.
  void add_scalar(std::string text, Mark mark, ScalarLook look);

  /// `flow`: within brackets, rather than by indentation.
  void open(Node::Kind kind, Mark mark, bool flow);
  void close();

  /// Whether anything was read to its end.
  [[nodiscard]] bool has_root() const { return static_cast<bool>(root_); }

  [[nodiscard]] const Node& root() const { return root_; }

 private:
  struct Frame {
    Node::Kind kind = Node::Kind::kList;
    Mark mark;
    bool flow = false;
    std::vector<Node> items;
    std::vector<NodeEntry> entries;
    std::optional<NodeEntry> pending;  // a key that waits for its value
  };

  [[nodiscard]] bool expects_key() const;
  void add_key(std::string text, Mark mark, ScalarLook look);
  void add(Node node);
  void add_entry(Frame& frame, Node node);
  void count_node(const Mark& mark);
  void report_duplicates(const Frame& frame);

  Diagnostics& diagnostics_;
  const LoadLimits& limits_;
  std::vector<Frame> open_;
  Node root_;
  std::size_t nodes_ = 0;
};

}  // namespace napkin
