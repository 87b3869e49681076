#include "sim/kernel/law.h"

#include <utility>  // move

#include "sim/kernel/laws.h"
#include "sim/kernel/math.h"

namespace napkin {

Law::Law() : Law(constant(0)) {}

Law::Law(std::shared_ptr<const Distribution> distribution)
    : distribution_(std::move(distribution)) {
  NAPKIN_ASSERT(distribution_ != nullptr);
  quick_ = distribution_->quick_draw();
}

double Law::draw(RandomStream& random) const {
  if (quick_.kind == QuickDraw::Kind::kExponential) {
    return -math::log(1 - random.uniform()) * quick_.mean;
  }
  return distribution_->sample(random);
}

Law Law::constant(double value) {
  return laws::constant(value);
}

Law Law::constant(Duration value) {
  return constant(static_cast<double>(value.count()));
}

Law Law::exponential(double mean) {
  return laws::exponential(mean);
}

Law Law::exponential(Duration mean) {
  return exponential(static_cast<double>(mean.count()));
}

}  // namespace napkin
