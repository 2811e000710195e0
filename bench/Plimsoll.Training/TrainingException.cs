namespace Plimsoll.Training;

/// <summary>Training that cannot be done, with the reason; the program says it and ends with 2.</summary>
internal sealed class TrainingException(string message) : Exception(message);
