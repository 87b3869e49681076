#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/source.h"

namespace napkin {

struct NodeEntry;

/// How a scalar stood in the text.
struct ScalarLook {
  bool quoted = false;       ///< "5" rather than 5
  bool computed = false;     ///< the value of an expression, "{peak / 2}"
  std::uint32_t length = 0;  ///< bytes in the source, to underline; 0: as long as the text
};

/// A node of a scenario's tree: a scalar, a list or a map, with the place it was written at.
/// A handle to an immutable value: cheap to copy, and the copy keeps its part of the tree alive.
/// A default-constructed node is absent: it converts to false and has no content.
class Node final {
 public:
  enum class Kind : std::uint8_t { kScalar, kList, kMap };

  using Entry = NodeEntry;

  Node() = default;
  [[nodiscard]] static Node scalar(std::string text, Mark mark, ScalarLook look = {});
  [[nodiscard]] static Node list(std::vector<Node> items, Mark mark);

  /// The keys must differ from each other; the loader sees to it.
  [[nodiscard]] static Node map(std::vector<Entry> entries, Mark mark);

  [[nodiscard]] explicit operator bool() const { return data_ != nullptr; }

  /// Requires a node that is present.
  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool is_scalar() const;
  [[nodiscard]] bool is_list() const;
  [[nodiscard]] bool is_map() const;

  /// A key written without a value, or an unquoted `~` or `null`.
  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool quoted() const;
  [[nodiscard]] bool computed() const;

  /// The text of a scalar, the items of a list, the entries of a map in the order they were
  /// written; empty for every other node.
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] const std::vector<Node>& items() const;
  [[nodiscard]] const std::vector<Entry>& entries() const;

  /// The entry of a key, or null. Linear: a map holds at most 1,024 keys.
  [[nodiscard]] const Entry* find(std::string_view key) const;

  /// The value of a key, or an absent node.
  [[nodiscard]] Node at(std::string_view key) const;

  [[nodiscard]] const Mark& mark() const;

  /// Bytes to underline from the mark on; at least 1.
  [[nodiscard]] std::size_t length() const;

 private:
  struct Data;

  explicit Node(std::shared_ptr<const Data> data);

  std::shared_ptr<const Data> data_;
};

/// A key of a map with its own position, and its value.
struct NodeEntry {
  std::string key;
  Mark mark;
  Node value;
};

/// "a single value", "a list", "a map", "nothing": the shape of a node in the words of a message.
[[nodiscard]] std::string_view shape_of(const Node& node);

/// The tree as text in flow style, `{a: 1, b: [x, y]}`: for messages, reports and tests.
[[nodiscard]] std::string to_text(const Node& node);

}  // namespace napkin
