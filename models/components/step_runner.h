#pragma once

#include <memory>  // unique_ptr
#include <span>    // span
#include <vector>  // vector

#include "models/components/caller.h"
#include "models/components/join.h"
#include "models/components/step.h"

namespace napkin::components {

/// Runs steps on one host: one process per request.
class StepRunner {
 public:
  /// `steps` must outlive the runner.
  StepRunner(Host& host, const Steps& steps, const Directory& directory, RandomStream random);
  ~StepRunner();

  /// Ends with the reply to `request`.
  [[nodiscard]] Task<Reply> run(Request request);

 private:
  /// A step made ready to run here: with the caller of its call, and the steps below it.
  struct Action;
  using Actions = std::vector<Action>;

  [[nodiscard]] Actions prepare(const Steps& steps, const Directory& directory);
  [[nodiscard]] Action prepare(const Step& step, const Directory& directory);

  /// Ends with kOk, or with the failure that ends the request.
  Task<Status> run_actions(std::span<const Action> actions, const Request& request);
  Task<Status> run_composite(const Action& action, const Request& request);
  Task<Status> run_parallel(const Actions& actions, const Request& request);
  Task<Status> run_calls_at_once(const Actions& actions, const Request& request);
  Task<void> run_part(const Action& action, const Request& request, Join& join);
  Task<Status> after_call(const Action& action, const Request& request, Status status);
  [[nodiscard]] const Actions& choose(const Action& action);
  void publish(const Action& action, const Request& request);
  [[nodiscard]] static Request request_for(const Action& action, const Request& request);

  Host& host_;
  RandomStream random_;
  Actions actions_;
};

}  // namespace napkin::components
