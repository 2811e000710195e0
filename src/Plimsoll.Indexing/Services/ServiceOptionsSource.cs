using Plimsoll.Services;

namespace Plimsoll.Indexing.Services;

/// <summary>Says how servers are asked. Called by who asks one: until then nothing of what asks servers is loaded, and a run without one starts sooner.</summary>
public delegate ServiceOptions ServiceOptionsSource();
