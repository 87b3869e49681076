#pragma once

#include <memory>  // unique_ptr
#include <span>    // span
#include <string>  // string
#include <vector>  // vector

#include "models/components/caller.h"
#include "models/components/parts.h"
#include "models/components/step_program.h"
#include "models/components/step_retries.h"

namespace napkin::components {

/// Runs the steps of an operation on one host: one process per request.
class StepRunner {
 public:
  /// `program` must outlive the runner. `operation` names its random streams.
  StepRunner(Host& host,
             const StepProgram& program,
             const std::string& operation,
             const Directory& directory);
  ~StepRunner();

  /// Ends with the reply to `request`, which must stay where it is until then.
  [[nodiscard]] Task<Reply> run(const Request& request);

 private:
  struct Sweep;

  void make_retries(const std::string& operation);

  // Each ends with kOk, or with the failure that ends what it is a part of. `deadline` is that of
  // the request, or of a block around the step.
  Task<Status> run_actions(std::span<const StepAction> actions, StepFrame& frame, Time deadline);
  Task<Status> run_composite(const StepAction& action, StepFrame& frame, Time deadline);
  Task<Status> run_branch(const StepAction& action, StepFrame& frame, Time deadline);
  Task<Status> run_calls_at_once(const StepAction& action, StepFrame& frame, Time deadline);
  Task<Status> run_parallel(const StepAction& action, StepFrame& frame, Time deadline);
  Task<void> run_part(const StepAction& action, StepFrame& frame, Time deadline, Parts& parts);
  Task<Status> run_repeat(const StepAction& action, StepFrame& frame, Time deadline);
  Task<Status> run_for_each(const StepAction& action, StepFrame& frame, Time deadline);
  Task<Status> run_sweep(Sweep& sweep, StepFrame& frame, Time deadline);
  Task<void> run_sweeper(Sweep& sweep, StepFrame frame, Time deadline, Parts& parts);
  Task<Status> run_block(const StepAction& action, StepFrame& frame, Time deadline);
  Task<Status> try_block(const StepAction& action, StepFrame& frame, Time deadline);

  [[nodiscard]] static bool takes_no_time(std::span<const StepAction> actions);
  Status run_at_once(std::span<const StepAction> actions, StepFrame& frame, Time deadline);
  [[nodiscard]] Call plain_call(const StepAction& action, const StepFrame& frame, Time deadline);
  [[nodiscard]] Task<Reply> guarded_call(const StepAction& action,
                                         const StepFrame& frame,
                                         Time deadline);
  [[nodiscard]] static const StepActions* steps_after(const StepAction& action, Status status);
  void prefetch_route(const StepAction& action, const StepFrame& frame) const;
  [[nodiscard]] const StepActions* choose(const StepAction& action, const StepFrame& frame);
  void assign(const StepAction& action, StepFrame& frame);
  void publish(const StepAction& action, const StepFrame& frame, Time deadline);
  void keep_reply(const StepAction& action, StepFrame& frame, const Reply& reply) const;
  [[nodiscard]] Reply answer(const StepAction& action, const StepFrame& frame, Status status);
  [[nodiscard]] Request request_for(const StepAction& action,
                                    const StepFrame& frame,
                                    Time deadline);

  Host& host_;
  RandomStream random_;
  const StepProgram& program_;  // the same for all hosts, so that it stays in the cache
  std::vector<std::unique_ptr<Caller>> callers_;       // by the number of the call step
  std::vector<std::unique_ptr<StepRetries>> retries_;  // by the number of the block; null without
  std::vector<CallTarget> targets_;                    // of publish steps
};

}  // namespace napkin::components
