#include "sim/kernel/laws/law_support.h"

namespace napkin::laws {

namespace {

const LawRegistration registration({
    .name = kSummaryLaw,
    .help = "a law from what people know of it: lognormal, or constant where the cv is 0",
    .forms = {{{kPercentiles},
               [](const LawArguments& arguments) {
                 return arguments.percentiles().size() > 2 ? make_law("percentiles", arguments)
                                                           : make_law("lognormal", arguments);
               }},
              {{kMean, kCv},
               [](const LawArguments& arguments) {
                 return from_mean_and_cv(arguments.number("mean"), arguments.number("cv"));
               }},
              {{kMean, kPercentiles},
               [](const LawArguments& arguments) { return make_law("lognormal", arguments); }}},
});

}  // namespace

Law from_mean_and_cv(double mean, double cv) {
  return cv == 0 ? constant(mean) : lognormal_from_mean_and_cv(mean, cv);
}

}  // namespace napkin::laws
