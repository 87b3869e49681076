#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/algorithms/base/list_pool.h"

namespace napkin::algorithms {

/// A trie of search queries that keeps, at each prefix, the k most frequent queries that start with
/// it: an answer while the user types is then a walk of as many steps as letters, and no search.
///
///     SuggestionTrie trie({.suggestions_max = 5});
///     trie.set("twitter", 35);
///     trie.set("twitch", 29);
///     for (const auto& suggestion : trie.suggest("tw")) { show(suggestion.query); }
///
/// More frequent comes first, equal frequencies in byte order. Queries are bytes (UTF-8, say).
/// suggest O(prefix * alphabet + k); set O(length * (alphabet + k)) to raise a frequency, and
/// O(length * alphabet * k * log k) to lower one, since each prefix must find a successor below it.
/// About 32 + 4k bytes per prefix. Prefixes longer than prefix_bytes_max have no node of their own.
/// Source: the autocomplete chapter of Alex Xu, "System Design Interview".
class SuggestionTrie final {
 public:
  struct Options {
    std::size_t suggestions_max = 5;    // kept per prefix; at least 1
    std::size_t prefix_bytes_max = 50;  // longer prefixes get no suggestions; at least 1
  };

  struct Suggestion {
    std::string_view query;  // valid until the trie changes
    std::uint64_t frequency = 0;

    friend bool operator==(const Suggestion&, const Suggestion&) = default;
  };

  /// Throws std::invalid_argument if an option is 0.
  explicit SuggestionTrie(Options options);

  /// Sets how often `query` is asked. 0 removes it from all suggestions. The empty query is
  /// ignored.
  void set(std::string_view query, std::uint64_t frequency);

  /// The most frequent queries that start with `prefix`. The empty prefix asks for the most
  /// frequent of all.
  [[nodiscard]] std::vector<Suggestion> suggest(std::string_view prefix) const;

  /// 0 for a query that was never set.
  [[nodiscard]] std::uint64_t frequency(std::string_view query) const;

  /// Calls visit(prefix, suggestions) for each prefix that has any, in byte order: the trie as a
  /// key-value mapping. Put into a store, `get(prefix)` answers what suggest(prefix) would.
  template <class Visit>
  void for_each_prefix(Visit&& visit) const {
    std::string prefix;
    visit_below(0, prefix, visit);
  }

  /// Number of nodes, that is of prefixes, the empty one among them.
  [[nodiscard]] std::size_t node_count() const { return nodes_.size(); }

  [[nodiscard]] std::size_t query_count() const { return queries_.size(); }

 private:
  using NodeIndex = std::uint32_t;
  using QueryIndex = std::uint32_t;

  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;

  struct Node {
    NodeIndex first_child = kNone;
    NodeIndex next_sibling = kNone;  // siblings stand in the order of their letters
    ListPool::List queries;          // that end here, or, at the greatest depth, pass through
    unsigned char letter = 0;
  };

  struct Query {
    std::string text;
    std::uint64_t frequency = 0;
  };

  template <class Visit>
  void visit_below(NodeIndex node, std::string& prefix, Visit& visit) const {
    if (const auto suggestions = suggestions_at(node); !suggestions.empty()) {
      visit(std::string_view(prefix), suggestions);
    }
    for (NodeIndex child = nodes_[node].first_child; child != kNone;
         child = nodes_[child].next_sibling) {
      prefix.push_back(static_cast<char>(nodes_[child].letter));
      visit_below(child, prefix, visit);
      prefix.pop_back();
    }
  }

  [[nodiscard]] NodeIndex find_child(NodeIndex node, char letter) const;
  [[nodiscard]] NodeIndex find(std::string_view prefix) const;
  [[nodiscard]] QueryIndex find_query(std::string_view query) const;
  [[nodiscard]] std::vector<Suggestion> suggestions_at(NodeIndex node) const;
  NodeIndex child_of(NodeIndex node, char letter);
  NodeIndex add_node(char letter, NodeIndex next_sibling);
  [[nodiscard]] bool goes_before(QueryIndex a, QueryIndex b) const;

  [[nodiscard]] QueryIndex* top(NodeIndex node) { return &tops_[node * options_.suggestions_max]; }

  void raise(NodeIndex node, QueryIndex query);
  void choose_anew(NodeIndex node);

  Options options_;
  std::vector<Node> nodes_;       // the root first
  std::vector<QueryIndex> tops_;  // suggestions_max per node, best first, then kNone
  std::vector<Query> queries_;
  ListPool lists_;
};

}  // namespace napkin::algorithms
