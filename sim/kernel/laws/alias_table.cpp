#include "sim/kernel/laws/alias_table.h"

#include "sim/kernel/assert.h"

namespace napkin::laws {

AliasTable::AliasTable(const std::vector<double>& weights) : columns_(weights.size()) {
  NAPKIN_ASSERT(!weights.empty() && weights.size() < (std::uint64_t{1} << 32U));
  double total = 0;
  for (const double weight : weights) {
    total += weight;
  }
  NAPKIN_ASSERT(total > 0);
  std::vector<std::uint32_t> small;
  std::vector<std::uint32_t> large;
  for (std::uint32_t i = 0; i < columns_.size(); ++i) {
    columns_[i] = {weights[i] / total * static_cast<double>(weights.size()), i};
    (columns_[i].keep < 1 ? small : large).push_back(i);
  }
  // Each short column is filled up from a tall one. What rounding leaves over is full.
  while (!small.empty() && !large.empty()) {
    const std::uint32_t filled = small.back();
    const std::uint32_t giver = large.back();
    small.pop_back();
    columns_[filled].other = giver;
    columns_[giver].keep -= 1 - columns_[filled].keep;
    if (columns_[giver].keep < 1) {
      large.pop_back();
      small.push_back(giver);
    }
  }
}

// The high word of the product is the column; the low word is a fresh uniform number within it.
std::size_t AliasTable::sample(RandomStream& random) const {
  const philox::Uint128 product = philox::Uint128{random.next()} * columns_.size();
  const auto index = static_cast<std::size_t>(product >> 64U);
  const double within = static_cast<double>(static_cast<std::uint64_t>(product) >> 11U) * 0x1p-53;
  const Column& column = columns_[index];
  return within < column.keep ? index : column.other;
}

}  // namespace napkin::laws
