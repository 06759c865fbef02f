{{ config(materialized='incremental', unique_key='event_id', incremental_strategy='delete+insert') }}

-- How suggestions fared: what was offered, what the person did, and what turned out to be true.
-- The truth is a person's word: their correction, what they accepted, or their label; rules and imports do not judge.
with last_feedback as (
    select event_id, action, category, created_at
    from (
        select
            event_id,
            action,
            category,
            created_at,
            row_number() over (partition by event_id order by created_at desc, feedback_id desc) as place
        from {{ source('store', 'feedback') }}
        where event_id is not null
    ) as ranked
    where place = 1
),

judged as (
    select
        e.event_id,
        e.family,
        e.subject,
        e.mode as suggestion_mode,
        e.source as suggestion_source,
        e.model_version,
        e.created_at as suggested_at,
        e.covered,
        e.error is not null as failed,
        e.latency_ms,
        e.candidates::json->0->>'category' as suggested_category,
        (e.candidates::json->0->>'probability')::double as suggested_probability,
        f.action as feedback_action,
        f.created_at as feedback_at,
        case
            when f.action = 'correct' then f.category
            when f.action = 'accept' then e.candidates::json->0->>'category'
            else l.category
        end as true_category,
        l.category as human_label,
        greatest(
            e.created_at, coalesce(f.created_at, e.created_at), coalesce(l.label_updated_at, e.created_at)
        ) as changed_at
    from {{ source('store', 'suggestion_events') }} as e
    left join last_feedback as f on f.event_id = e.event_id
    left join {{ ref('stg_transaction_labels') }} as l
        on l.transaction_id = e.subject and l.label_source = 'human'
)

select
    event_id,
    family,
    subject,
    suggestion_mode,
    suggestion_source,
    model_version,
    suggested_at,
    covered,
    failed,
    latency_ms,
    suggested_category,
    suggested_probability,
    feedback_action,
    feedback_at,
    human_label,
    true_category,
    case when feedback_action is null then null when feedback_action = 'accept' then 1 else 0 end as is_accepted,
    case when feedback_action is null then null when feedback_action = 'accept' then 0 else 1 end as is_rejected,
    -- judged by the label alone: whether the person's yes or no agrees with what they labelled
    case when feedback_action = 'accept' and human_label is not null
        then (suggested_category = human_label)::int end as is_correct_accept,
    case when feedback_action in ('reject', 'correct') and human_label is not null
        then (suggested_category <> human_label)::int end as is_correct_reject,
    case when feedback_action = 'reject' then 0
        when true_category is not null then (suggested_category = true_category)::int end as is_right,
    changed_at
from judged
{% if is_incremental() %}
-- only what is new or was answered, labelled or deleted since: the same rows as when all is built anew
where not exists (
    select 1 from {{ this }} as known
    where known.event_id = judged.event_id and known.changed_at = judged.changed_at
)
{% endif %}
