#pragma once

#include <array>    // array
#include <cstdint>  // int64_t, uint8_t, uint32_t
#include <utility>  // pair
#include <vector>   // vector

#include "models/components/step.h"
#include "models/components/step_number.h"

namespace napkin::components {

struct StepAction;
using StepActions = std::vector<StepAction>;

/// A step made ready to run: its names have their places, what is below it is ready, too.
struct StepAction {
  enum class Kind : std::uint8_t {
    kWork,
    kWait,
    kCall,
    kPublish,
    kSet,
    kRespond,
    kFail,
    kReturn,
    kParallel,
    kBranch,
    kRepeat,
    kForEach,
    kBlock,
  };

  const Step* step = nullptr;  ///< outlives the action
  Kind kind = Kind::kBlock;
  std::uint32_t number = 0;  ///< among the calls, messages or blocks of the program

  StepNumber key;
  StepNumber value;
  StepNumber bytes;
  StepNumber times;                    ///< of repeat and for_each
  std::vector<StepNumber> items;       ///< of for_each_of
  StepCondition condition;             ///< of while
  std::uint32_t variable = 0;          ///< of the item
  std::optional<std::uint32_t> reply;  ///< its name among the frame's
  std::vector<std::pair<std::uint32_t, StepNumber>> assignments;

  StepActions children;                   ///< of parallel, loops and blocks
  std::vector<StepActions> ways;          ///< of branch
  std::vector<StepCondition> conditions;  ///< of the ways, as many as have one
  std::vector<std::pair<Status, StepActions>> on;
  StepActions otherwise;
  bool all_plain_calls = false;  ///< of parallel: the children need no process each
};

/// The steps of an operation, ready to run.
struct StepProgram {
  StepActions actions;
  std::size_t variables = 0;  ///< that a frame holds
  std::size_t replies = 0;
  std::vector<const Step*> calls;     ///< call steps, by StepAction::number
  std::vector<const Step*> messages;  ///< publish steps, likewise
  std::vector<const Step*> blocks;    ///< likewise
};

/// Makes steps ready. Mistakes are reported: names that do not exist, units that do not fit.
/// `steps` must outlive the program.
[[nodiscard]] StepProgram compile_steps(const Steps& steps, const StepReporter& report);

}  // namespace napkin::components
