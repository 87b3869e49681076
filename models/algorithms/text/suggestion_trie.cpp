#include "models/algorithms/text/suggestion_trie.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

SuggestionTrie::SuggestionTrie(Options options) : options_(options) {
  require(options.suggestions_max > 0, "SuggestionTrie: suggestions_max must be at least 1");
  require(options.prefix_bytes_max > 0, "SuggestionTrie: prefix_bytes_max must be at least 1");
  add_node(0, kNone);
}

SuggestionTrie::NodeIndex SuggestionTrie::add_node(char letter, NodeIndex next_sibling) {
  NAPKIN_CONTRACT(nodes_.size() < kNone);
  nodes_.push_back({kNone, next_sibling, {}, static_cast<unsigned char>(letter)});
  tops_.resize(tops_.size() + options_.suggestions_max, kNone);
  return static_cast<NodeIndex>(nodes_.size() - 1);
}

SuggestionTrie::NodeIndex SuggestionTrie::find_child(NodeIndex node, char letter) const {
  NodeIndex child = nodes_[node].first_child;
  while (child != kNone && nodes_[child].letter < static_cast<unsigned char>(letter)) {
    child = nodes_[child].next_sibling;
  }
  return child != kNone && nodes_[child].letter == static_cast<unsigned char>(letter) ? child
                                                                                      : kNone;
}

SuggestionTrie::NodeIndex SuggestionTrie::child_of(NodeIndex node, char letter) {
  NodeIndex before = kNone;
  NodeIndex child = nodes_[node].first_child;
  while (child != kNone && nodes_[child].letter < static_cast<unsigned char>(letter)) {
    before = child;
    child = nodes_[child].next_sibling;
  }
  if (child != kNone && nodes_[child].letter == static_cast<unsigned char>(letter)) {
    return child;
  }
  const NodeIndex added = add_node(letter, child);
  (before == kNone ? nodes_[node].first_child : nodes_[before].next_sibling) = added;
  return added;
}

/// The node of `prefix`, or kNone. Requires: it is no longer than prefix_bytes_max.
SuggestionTrie::NodeIndex SuggestionTrie::find(std::string_view prefix) const {
  NodeIndex node = 0;
  for (const char letter : prefix) {
    node = find_child(node, letter);
    if (node == kNone) {
      return kNone;
    }
  }
  return node;
}

SuggestionTrie::QueryIndex SuggestionTrie::find_query(std::string_view query) const {
  const NodeIndex node = find(query.substr(0, options_.prefix_bytes_max));
  if (node == kNone) {
    return kNone;
  }
  for (const std::uint64_t candidate : lists_.values(nodes_[node].queries)) {
    if (queries_[candidate].text == query) {
      return static_cast<QueryIndex>(candidate);
    }
  }
  return kNone;
}

std::uint64_t SuggestionTrie::frequency(std::string_view query) const {
  const QueryIndex found = find_query(query);
  return found == kNone ? 0 : queries_[found].frequency;
}

bool SuggestionTrie::goes_before(QueryIndex a, QueryIndex b) const {
  const Query& first = queries_[a];
  const Query& second = queries_[b];
  return first.frequency != second.frequency ? first.frequency > second.frequency
                                             : first.text < second.text;
}

void SuggestionTrie::set(std::string_view query, std::uint64_t frequency) {
  QueryIndex index = find_query(query);
  if (query.empty() || frequency == this->frequency(query)) {
    return;
  }
  std::vector<NodeIndex> path{0};
  for (const char letter : query.substr(0, options_.prefix_bytes_max)) {
    path.push_back(child_of(path.back(), letter));
  }
  if (index == kNone) {
    NAPKIN_CONTRACT(queries_.size() < kNone);
    index = static_cast<QueryIndex>(queries_.size());
    queries_.push_back({std::string(query), 0});
    lists_.push_back(nodes_[path.back()].queries, index);
  }
  const bool is_raised = frequency > queries_[index].frequency;
  queries_[index].frequency = frequency;
  for (auto node = path.rbegin(); node != path.rend(); ++node) {  // successors come from below
    is_raised ? raise(*node, index) : choose_anew(*node);
  }
}

/// Puts a query that became more frequent where it belongs among the suggestions of a prefix.
void SuggestionTrie::raise(NodeIndex node, QueryIndex query) {
  QueryIndex* const first = top(node);
  QueryIndex* const end = first + options_.suggestions_max;
  QueryIndex* place = std::find(first, end, query);
  if (place == end) {
    place = std::find(first, end, kNone);
    place -= place == end ? 1 : 0;
    if (*place != kNone && !goes_before(query, *place)) {
      return;
    }
    *place = query;
  }
  for (; place != first && goes_before(*place, *(place - 1)); --place) {
    std::swap(*place, *(place - 1));
  }
}

/// Chooses the suggestions of a prefix from its own queries and from those of one letter more.
void SuggestionTrie::choose_anew(NodeIndex node) {
  std::vector<QueryIndex> candidates;
  for (const std::uint64_t query : lists_.values(nodes_[node].queries)) {
    candidates.push_back(static_cast<QueryIndex>(query));
  }
  for (NodeIndex child = nodes_[node].first_child; child != kNone;
       child = nodes_[child].next_sibling) {
    candidates.insert(candidates.end(), top(child), top(child) + options_.suggestions_max);
  }
  std::erase_if(candidates, [this](QueryIndex query) {
    return query == kNone || queries_[query].frequency == 0;
  });
  const auto before = [this](QueryIndex a, QueryIndex b) { return goes_before(a, b); };
  const std::size_t kept = std::min(candidates.size(), options_.suggestions_max);
  const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(kept);
  std::partial_sort(candidates.begin(), end, candidates.end(), before);
  QueryIndex* const rest = std::copy(candidates.begin(), end, top(node));
  std::fill(rest, top(node) + options_.suggestions_max, kNone);
}

std::vector<SuggestionTrie::Suggestion> SuggestionTrie::suggestions_at(NodeIndex node) const {
  std::vector<Suggestion> suggestions;
  for (std::size_t i = 0; i < options_.suggestions_max; ++i) {
    const QueryIndex query = tops_[node * options_.suggestions_max + i];
    if (query == kNone) {
      break;
    }
    suggestions.push_back({queries_[query].text, queries_[query].frequency});
  }
  return suggestions;
}

std::vector<SuggestionTrie::Suggestion> SuggestionTrie::suggest(std::string_view prefix) const {
  const NodeIndex node = prefix.size() > options_.prefix_bytes_max ? kNone : find(prefix);
  return node == kNone ? std::vector<Suggestion>{} : suggestions_at(node);
}

}  // namespace napkin::algorithms
