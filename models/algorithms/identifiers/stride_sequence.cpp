#include "models/algorithms/identifiers/stride_sequence.h"

#include <limits>  // numeric_limits

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/wide.h"

namespace napkin::algorithms {

namespace {

std::optional<std::int64_t> if_it_fits(Wide number) {
  if (number > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number);
}

}  // namespace

StrideSequence::StrideSequence(std::int64_t first, std::int64_t stride)
    : next_(first), stride_(stride) {
  require(stride >= 1, "stride must be at least 1");
  require(first >= 0, "first must not be negative");
}

StrideSequence StrideSequence::of_primary(std::int64_t number, std::int64_t count) {
  require(number >= 1 && number <= count, "number must be within 1..count");
  return StrideSequence(number, count);
}

std::optional<std::int64_t> StrideSequence::next() {
  const auto id = next_;
  if (id) {
    next_ = if_it_fits(Wide{*id} + stride_);
  }
  return id;
}

void StrideSequence::restart_above(std::int64_t highest) {
  if (next_ && *next_ <= highest) {
    const Wide steps = (Wide{highest} - *next_) / stride_ + 1;
    next_ = if_it_fits(*next_ + steps * stride_);
  }
}

}  // namespace napkin::algorithms
