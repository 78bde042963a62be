// SPDX-License-Identifier: MIT

using System.Buffers;
using System.IO.Pipelines;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class LegReaderTests
{
    [Fact]
    public async Task Buffer_WhateverArrives_IsOneSegment()
    {
        var pipe = new Pipe();
        var pool = new CountingPool();
        var reader = new LegReader(pipe.Reader.AsStream(), null, pool);
        var sent = new byte[100_000];
        new Random(1).NextBytes(sent);

        var writing = Task.Run(async () =>
        {
            for (var position = 0; position < sent.Length; position += 1_000)
            {
                await pipe.Writer.WriteAsync(sent.AsMemory(position, 1_000));
            }

            await pipe.Writer.CompleteAsync();
        });
        ReadResult result;
        do
        {
            result = await reader.ReadAsync();
            Assert.True(result.Buffer.IsSingleSegment);
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        while (!result.IsCompleted);

        Assert.Equal(sent, result.Buffer.ToArray());
        await writing;
        await reader.CompleteAsync();
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public async Task Array_WhenAllIsConsumed_IsReturnedBeforeTheNextRead()
    {
        var pipe = new Pipe();
        var pool = new CountingPool();
        var reader = new LegReader(pipe.Reader.AsStream(), null, pool);
        await pipe.Writer.WriteAsync(new byte[10]);

        var result = await reader.ReadAsync();
        var during = pool.Outstanding;
        reader.AdvanceTo(result.Buffer.End);
        var waiting = reader.ReadAsync();

        Assert.Equal(1, during);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, pool.Outstanding);
        await pipe.Writer.CompleteAsync();
        Assert.True((await waiting).IsCompleted);
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public async Task Rest_ThatWasNotExamined_IsGivenAtOnce()
    {
        var pipe = new Pipe();
        var reader = new LegReader(pipe.Reader.AsStream(), null, new CountingPool());
        await pipe.Writer.WriteAsync(new byte[] { 1, 2, 3 });

        var first = await reader.ReadAsync();
        reader.AdvanceTo(first.Buffer.GetPosition(1));
        var second = reader.ReadAsync();

        Assert.True(second.IsCompleted);
        Assert.Equal(new byte[] { 2, 3 }, (await second).Buffer.ToArray());
    }

    /// <summary>Knows how many arrays are out, and that none comes back twice.</summary>
    private sealed class CountingPool : ArrayPool<byte>
    {
        private readonly HashSet<byte[]> _out = [];

        public int Outstanding => _out.Count;

        public override byte[] Rent(int minimumLength)
        {
            var array = new byte[minimumLength];
            _out.Add(array);
            return array;
        }

        public override void Return(byte[] array, bool clearArray = false) => Assert.True(_out.Remove(array));
    }
}
