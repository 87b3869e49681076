#pragma once

#include "models/components/step.h"

namespace napkin::components {

/// The rules that tie the keys of a step together: it does one thing, and has the keys that go with
/// that thing.
void check_step(const Step& step, const KeyPlaces& places);

}  // namespace napkin::components
