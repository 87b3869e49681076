#include "models/algorithms/placement/maglev.h"

#include <algorithm>
#include <limits>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"
#include "models/algorithms/placement/table_segments.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint32_t kFree = std::numeric_limits<std::uint32_t>::max();

bool is_prime(std::uint32_t n) {
  for (std::uint32_t divisor = 2; std::uint64_t{divisor} * divisor <= n; ++divisor) {
    if (n % divisor == 0) {
      return false;
    }
  }
  return n >= 2;
}

/// One node's way through the table.
class Asker {
 public:
  Asker(const MaglevPermutation& permutation, std::uint32_t size)
      : entry_(permutation.offset), skip_(permutation.skip), size_(size) {}

  std::uint32_t take_first_free(const std::vector<std::uint32_t>& table) {
    while (table[entry_] != kFree) {
      entry_ = static_cast<std::uint32_t>((std::uint64_t{entry_} + skip_) % size_);
    }
    return entry_;
  }

 private:
  std::uint32_t entry_;
  std::uint32_t skip_;
  std::uint32_t size_;
};

/// Whether a node of this weight has a turn in the round: weight turns, evenly spread over
/// weight_max rounds.
bool has_turn(std::uint64_t round, std::uint32_t weight, std::uint32_t weight_max) {
  return (round + 1) * weight / weight_max > round * weight / weight_max;
}

}  // namespace

std::vector<std::uint32_t> maglev_table(std::span<const MaglevPermutation> permutations,
                                        std::uint32_t size) {
  NAPKIN_CONTRACT(!permutations.empty() && is_prime(size));
  std::vector<Asker> askers;
  std::uint32_t weight_max = 0;
  for (const MaglevPermutation& permutation : permutations) {
    NAPKIN_CONTRACT(permutation.skip % size != 0 && permutation.offset < size);
    askers.emplace_back(permutation, size);
    weight_max = std::max(weight_max, permutation.weight);
  }
  NAPKIN_CONTRACT(weight_max > 0);
  std::vector<std::uint32_t> table(size, kFree);
  std::uint32_t filled = 0;
  for (std::uint64_t round = 0; filled < size; round = (round + 1) % weight_max) {
    for (std::uint32_t i = 0; i < askers.size() && filled < size; ++i) {
      if (has_turn(round, permutations[i].weight, weight_max)) {
        table[askers[i].take_first_free(table)] = i;
        ++filled;
      }
    }
  }
  return table;
}

MaglevPlacement::MaglevPlacement(Options options) : options_(options) {
  require(is_prime(options.table_size), "MaglevPlacement: table_size must be a prime");
}

void MaglevPlacement::validate(std::span<const Node> added) const {
  require(size() + added.size() <= options_.table_size,
          "MaglevPlacement: more nodes than table entries");
}

void MaglevPlacement::rebuild() {
  table_.clear();
  if (size() == 0) {
    return;
  }
  std::vector<MaglevPermutation> permutations;
  for (const Node& node : nodes()) {
    const std::uint64_t first = mix64(options_.seed, number_of(node.id));
    const std::uint64_t second = mix64(first, 1);
    permutations.push_back(
        {.offset = static_cast<std::uint32_t>(first % options_.table_size),
         .skip = static_cast<std::uint32_t>(second % (options_.table_size - 1) + 1),
         .weight = node.weight});
  }
  for (const std::uint32_t index : maglev_table(permutations, options_.table_size)) {
    table_.push_back(nodes()[index].id);
  }
}

/// Further preferences are the owners of the entries that follow.
std::optional<NodeId> MaglevPlacement::next_preferred(Cursor& cursor) const {
  if (cursor.step == table_.size()) {
    return std::nullopt;
  }
  const std::size_t entry = (cursor.hash % table_.size() + cursor.step) % table_.size();
  ++cursor.step;
  return table_[entry];
}

std::optional<Segments> MaglevPlacement::segments() const {
  return segments_of_table(table_);
}

std::unique_ptr<Placement> MaglevPlacement::clone() const {
  return std::make_unique<MaglevPlacement>(*this);
}

}  // namespace napkin::algorithms
