#pragma once

#include <memory>  // unique_ptr
#include <vector>  // vector

#include "sim/run/component.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// What every run checks of itself, at the time its world has reached; a line for each law, the
/// first violation named in it:
/// - conservation: of each operation, arrived = answered + failed + killed + in flight, exactly;
/// - Little's law: at each station the integral of the number inside equals the time that jobs
///   spent there (within 0.1 %; it is exact);
/// - capacity: no station was busy for longer than its servers allow.
void audit_components(const std::vector<std::unique_ptr<Component>>& components,
                      World& world,
                      Time since,
                      std::vector<AuditLine>& lines);

/// Messages sent = arrived + lost + blocked + under way. After World::stop.
void audit_messages(const World& world, std::vector<AuditLine>& lines);

}  // namespace napkin
