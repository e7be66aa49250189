package dev.tulle.training;

import dev.tulle.runtime.Weights;
import dev.tulle.training.report.RunReport;

/**
 * The result of a training.
 *
 * @param weights with the net's name, its edition and the fitted fields as metadata
 * @param report the closing figures
 */
public record TrainedNet(Weights weights, RunReport report) {}
