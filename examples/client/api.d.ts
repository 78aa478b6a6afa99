/** Made from the API's own document by `npm run api:types`; do not edit. */
export interface components {
  schemas: {
    "Installation": { "fresh": boolean; "set_up_code": boolean; };
    "Problem": { "type": string; "title": string; "status": number; "detail": string; "next": string; "errors"?: ({ "path": string; "message": string; "allowed"?: ((string | number | boolean | null))[]; })[]; "run_id"?: string; "contacts"?: ({ "connection_id": string; "provider_id": string; "name": string; "shared": (string)[]; })[]; "request_id"?: string; };
    "SignedIn": { "second_factor": boolean; };
    "SignUp": { "name": string; "email": string; "password": string; "firm": components["schemas"]["Firm"]; "set_up_code"?: string; };
    "Firm": { "name": string; "time_zone": string; "country": string; };
    "SignIn": { "email": string; "password": string; };
    "Code": { "code": string; };
    "Token": { "token": string; };
    "Done": { "done": true; };
    "Email": { "email": string; };
    "NewPassword": { "token": string; "password": string; };
    "InvitationLook": { "firm": string; "name": string; "email": string; };
    "Me": { "member_id": (string | null); "name": string; "email": (string | null); "role": "admin" | "member"; "via": "session" | "api_key" | "command_line"; "scopes": (("read" | "write" | "admin")[] | null); "second_factor": boolean; "firm": components["schemas"]["Firm"]; };
    "ChangePassword": { "current": string; "password": string; };
    "SecondFactor": { "uri": string; "backup_codes": (string)[]; };
    "OwnPassword": { "password": string; };
    "MemberRowList": { "items": (components["schemas"]["MemberRow"])[]; };
    "MemberRow": { "member_id": string; "name": string; "email": string; "role": "admin" | "member"; "active": boolean; "account": "none" | "invited" | "open"; "second_factor": (boolean | null); "connections": ({ "connection_id": string; "provider": "clio" | "mycase"; "connected": boolean; })[]; };
    "ChangeMember": { "role"?: "admin" | "member"; "active"?: boolean; };
    "MemberStanding": { "contacts": number; "pins": number; "waiting": number; "api_keys": number; "connections": number; "last_admin": boolean; };
    "Invited": { "invitation_id": string; "member_id": string; "link": string; };
    "InvitationList": { "items": (components["schemas"]["Invitation"])[]; };
    "Invitation": { "invitation_id": string; "member_id": string; "name": string; "email": string; "role": "admin" | "member"; "invited_by": string; "created_at": string; "expires_at": string; };
    "Invite": { "name": string; "email": string; "role": "admin" | "member"; };
    "ApiKeyList": { "items": (components["schemas"]["ApiKey"])[]; };
    "ApiKey": { "api_key_id": string; "name": string; "prefix": string; "scopes": ("read" | "write" | "admin")[]; "member": { "member_id": string; "name": string; }; "created_at": string; "expires_at": (string | null); "last_used_at": (string | null); "revoked_at": (string | null); };
    "CreatedApiKey": { "api_key": components["schemas"]["ApiKey"]; "key": string; };
    "NewApiKey": { "name": string; "scopes": ("read" | "write" | "admin")[]; "expires_in_days": (number | null); };
    "AuditPage": { "items": (components["schemas"]["AuditEntry"])[]; "next": (string | null); };
    "AuditEntry": { "audit_id": number; "at": string; "member_id": (string | null); "actor": string; "via": "session" | "api_key" | "command_line"; "address": (string | null); "action": string; "target": string; "detail": { [name: string]: unknown }; };
    "AuditActions": { "items": (string)[]; };
    "FirmSettings": (components["schemas"]["Firm"] & { "keep_history_days": number; });
    "ChangeFirm": { "name"?: string; "time_zone"?: string; "country"?: string; "keep_history_days"?: number; };
    "MailServer": { "own": ({ "host": string; "port": number; "security": "tls" | "starttls" | "none"; "username": string; "from_address": string; "updated_at": string; "updated_by": string; } | null); "installed": boolean; "waiting": number; "failed": number; };
    "SetMailServer": { "host": string; "port": number; "security": "tls" | "starttls" | "none"; "username": string; "from_address": string; "password"?: string; };
    "MailTest": { "sent": boolean; "to": string; "words": string; };
    "Nothing": {  };
    "MailPage": { "items": (components["schemas"]["Mail"])[]; "next": (string | null); };
    "Mail": { "mail_id": string; "recipient": string; "subject": string; "state": "waiting" | "sent" | "failed"; "attempts": number; "next_at": (string | null); "error": (string | null); "created_at": string; "sent_at": (string | null); };
    "FirstRun": { "step": "firm" | "provider" | "connect" | "reader" | "preset" | "reading" | "review" | "done"; "provider": "clio" | "mycase" | null; "region": (string | null); "connection_id": (string | null); "run_id": (string | null); "refusal": ({ "text": string; "at": string; } | null); };
    "ChangeFirstRun": { "firm_named"?: boolean; "provider"?: "clio" | "mycase" | null; "region"?: (string | null); "connection_id"?: (string | null); "finished"?: boolean; };
    "ApplicationList": { "redirect_uri": string; "items": (components["schemas"]["Application"])[]; };
    "Application": { "application": "clio-us" | "clio-eu" | "clio-ca" | "clio-au" | "mycase"; "provider": "clio" | "mycase"; "region": (string | null); "own": ({ "client_id": string; "secret_end": string; "updated_at": string; "updated_by": string; } | null); "installed": boolean; };
    "ApplicationSecret": { "client_id": string; "client_secret": string; };
    "Authorised": { "authorize_url": string; "expires_at": string; };
    "Authorise": { "provider": "clio" | "mycase"; "region"?: (string | null); "purpose": "sync" | "writeback"; "connection_id"?: string; };
    "Connection": { "connection_id": string; "provider": "clio" | "mycase"; "region": (string | null); "purpose": "sync" | "writeback"; "account_name": string; "account_id": string; "user_name": string; "user_email": string; "health": "healthy" | "expiring" | "degraded" | "blind" | "disconnected"; "health_detail": string; "remedy": (string | null); "health_since": (string | null); "as_of": (string | null); "proved_at": (string | null); "first_synced_at": (string | null); "token_expires_at": (string | null); "connected_by": (string | null); "probe": components["schemas"]["Probe"]; "ended_by": (string | null); "ending": boolean; "erasing": ({ "since": string; "done": number; "total": number; } | null); "next_due": ({ "at": string; "local": string; "time_zone": string; } | null); "running_run_id": (string | null); };
    "Probe": ({ "at": string; "user_is_admin": (boolean | null); "checks": ({ "what": "contacts" | "matters" | "staff" | "fields" | "webhooks"; "allowed": (boolean | null); "said": (string | null); "remedy": (string | null); })[]; } | null);
    "Disconnected": { "connection": components["schemas"]["Connection"]; "revoked": (boolean | null); "said": (string | null); };
    "Erase": { "account_name": string; };
    "ConnectionList": { "firm": { "name": string; "time_zone": string; "country": string; }; "items": (components["schemas"]["Connection"])[]; "last_event": number; };
    "Upkeep": { "token": ({ "obtained_at": string; "expires_at": (string | null); "refresh_at": (string | null); "grant_ends_at": (string | null); "refresh_refused_at": (string | null); } | null); "budget": { "limit": number; "per_seconds": number; "share": number; "used": number; "halted_until": (string | null); "shared": boolean; }; "webhooks": ({ "model": string; "kind": string; "state": "creating" | "pending" | "enabled"; "since": string; "heard_at": (string | null); "expires_at": (string | null); "silent_since": (string | null); })[]; };
    "Counts": { "contacts": { "tombstone": number; "suspected_gone": number; "skipped": number; "out_of_scope": number; "out_of_segment": number; "in": number; }; "projected": number; "mirror": number; "waiting": number; "skipped": { [name: string]: number }; "unassigned": number; "hidden": number; "quarantined": number; "matters": { "total": number; "open": number; "pending": number; "closed": number; "left_out": number; }; "staff": number; };
    "StaffList": { "items": (components["schemas"]["Staff"])[]; };
    "Staff": { "connection_id": string; "provider_id": string; "name": string; "title": string; "email": string; "phone": string; "provider_type": string; "active": boolean; "member": ({ "member_id": string; "name": string; } | null); "mapped_by": "rule" | "email" | null; "unmapped_because": (string | null); "link": (string | null); };
    "TagList": { "items": ({ "key": string; "name": string; "contacts": number; })[]; };
    "ContactCount": { "contacts": number; };
    "BulkAnswer": { "bulk_id": string; "done": number; "skipped": ({ "reason": "nothing_to_change" | "not_found" | "changed_since"; "words": string; "count": number; })[]; "next": (string | null); };
    "BulkEdit": { "what": ({ "kind": "pin"; "member_id": string; } | { "kind": "unpin"; } | { "kind": "tag"; "name": string; } | { "kind": "untag"; "name": string; }); "contacts"?: ({ "connection_id": string; "provider_id": string; })[]; "filter"?: { "connection"?: string; "q"?: string; "state"?: "tombstone" | "suspected_gone" | "skipped" | "out_of_scope" | "out_of_segment" | "in" | "any"; "status"?: "client" | "active" | "pending" | "past" | "none"; "owner"?: (string | "none"); "tag"?: string; "health"?: "fine" | "duplicate" | "issue" | "held"; }; "bulk_id"?: (string | null); "after"?: (string | null); };
    "BulkUndone": { "done": number; "skipped": ({ "reason": "nothing_to_change" | "not_found" | "changed_since"; "words": string; "count": number; })[]; "more": boolean; };
    "ContactPage": { "items": (components["schemas"]["ContactRow"])[]; "next": (string | null); };
    "ContactRow": { "connection_id": string; "provider": "clio" | "mycase"; "provider_id": string; "name": string; "link": (string | null); "job_title": string; "company_name": string; "email": (string | null); "phone": (string | null); "state": "tombstone" | "suspected_gone" | "skipped" | "out_of_scope" | "out_of_segment" | "in"; "client_status": "client" | "active" | "pending" | "past" | null; "owner": ({ "member_id": string; "name": string; } | null); "tags": (string)[]; "birthday": (string | null); "last_activity_at": (string | null); "health": ("duplicate" | "issue" | "held")[]; };
    "Contact": { "connection_id": string; "provider": "clio" | "mycase"; "provider_id": string; "name": string; "link": (string | null); "type": "person" | "company"; "first_name": string; "middle_name": string; "last_name": string; "job_title": string; "company_name": string; "emails": ({ "address": string; "label": string; })[]; "phones": ({ "number": string; "label": string; "fax": boolean; })[]; "addresses": ({ "label": string; "street": string; "city": string; "state": string; "postal_code": string; "country": string; })[]; "date_of_birth": (string | null); "channels": { "emails": (string)[]; "phones": ({ "number": string; "extension": (string | null); })[]; "postal": boolean; }; "state": "tombstone" | "suspected_gone" | "skipped" | "out_of_scope" | "out_of_segment" | "in"; "state_why": components["schemas"]["Why"]; "state_since": string; "other_whys": (components["schemas"]["Why"])[]; "client_status": "client" | "active" | "pending" | "past" | null; "status_why": components["schemas"]["Why"]; "status_since": string; "prospect": boolean; "never_engage": (components["schemas"]["Why"] | null); "owner": { "member_id": (string | null); "name": (string | null); "why": components["schemas"]["Why"]; "since": string; }; "tags": ({ "name": string; "origins": ("provider" | "manual")[]; "whys": (components["schemas"]["Why"])[]; "since": string; })[]; "key_facts": ({ "label": string; "origin": "provider" | "manual"; "date": (string | null); "text": string; "why": components["schemas"]["Why"]; "since": string; })[]; "issues": (components["schemas"]["Why"])[]; "matters": (components["schemas"]["ContactMatter"])[]; "duplicates": (components["schemas"]["PossibleDuplicate"])[]; "lives_on": (components["schemas"]["PossibleDuplicate"])[]; "activities": (components["schemas"]["Activity"])[]; "history": (components["schemas"]["Change"])[]; "revisit_on": (string | null); "worked_out_at": string; "read_at": (string | null); };
    "Why": { "sentence": string; "rule": string; "code": string; "params": { [name: string]: (string | number | boolean | null) }; "sources": (components["schemas"]["Source"])[]; };
    "Source": { "kind": string; "id": string; "field": (string | null); "label": (string | null); "link": (string | null); "updated_at": (string | null); };
    "ContactMatter": { "provider_id": string; "number": string; "name": string; "status": "open" | "pending" | "closed"; "practice_area": string; "stage": string; "left_out": boolean; "link": (string | null); "capacity": "client" | "payer" | "on_case" | "related"; "role": string; "via_company": ({ "id": string; "name": string; } | null); };
    "PossibleDuplicate": { "connection_id": string; "provider": "clio" | "mycase"; "provider_id": string; "name": string; "link": (string | null); "shared": (string)[]; };
    "Activity": { "activity_id": string; "connection_id": string; "contact_id": string; "matter_id": (string | null); "kind": "email" | "note" | "card" | "call" | "text" | "message" | "document"; "direction": "in" | "out" | null; "occurred_at": string; "author": { "member_id": string; "name": string; }; "subject": string; "body": string; "address": (string | null); "conversation": (string | null); "files": (components["schemas"]["File"])[]; "source": "member" | "api" | "automation" | "portal" | "command_line"; "kept_here": boolean; "revision": number; "created_at": string; "edited_at": (string | null); "deliveries": (components["schemas"]["Delivery"])[]; };
    "File": { "file_id": string; "name": string; "media_type": string; "size": number; "sha256": string; "created_at": string; };
    "Delivery": { "delivery_id": string; "connection_id": string; "kind": "email" | "note" | "card" | "call" | "text" | "message" | "document"; "operation": "note" | "communication" | "call" | "thread" | "message" | "document" | "custom_value"; "state": "held" | "queued" | "sending" | "unknown" | "delivered" | "failed" | "needs_review" | "cancelled"; "since": string; "attempt": number; "reason": ({ "code": string; "words": string; "remedy": (string | null); } | null); "contact_id": string; "contact_name": string; "matter_id": (string | null); "parent": ({ "kind": "contact" | "matter" | "thread"; "id": string; } | null); "author": { "member_id": string; "name": string; }; "way": ({ "connection_id": string; "user_name": string; "on_behalf": boolean; } | null); "provider_id": (string | null); "url": (string | null); "occurred_at": string; "created_at": string; "delivered_at": (string | null); "next_at": (string | null); "editable": boolean; };
    "Change": { "change_id": number; "field": string; "old_value"?: unknown; "new_value"?: unknown; "rule": (string | null); "cause": string; "cause_id": (string | null); "at": string; };
    "HistoryPage": { "items": (components["schemas"]["Change"])[]; "next": (string | null); };
    "Additions": { "pin": ({ "owner": { "member_id": string; "name": string; "active": boolean; }; "by": ({ "member_id": string; "name": string; } | null); "at": string; } | null); "tags": ({ "name": string; "by": ({ "member_id": string; "name": string; } | null); "at": string; })[]; "key_facts": ({ "key_fact_id": string; "label": string; "date": (string | null); "text": string; "by": ({ "member_id": string; "name": string; } | null); "at": string; })[]; };
    "PinOwner": { "member_id": string; };
    "AddTag": { "name": string; };
    "KeyFactText": { "label": string; "date"?: (string | null); "text"?: string; };
    "MatterCount": { "matters": number; };
    "BulkMattersEdit": { "what": ({ "kind": "pause"; "until"?: (string | null); } | { "kind": "unpause"; }); "matters"?: ({ "connection_id": string; "provider_id": string; })[]; "filter"?: { "connection"?: string; "q"?: string; "status"?: "open" | "pending" | "closed"; "practice_area"?: string; "stage"?: string; "staff"?: string; }; "bulk_id"?: (string | null); "after"?: (string | null); };
    "MatterPage": { "items": (components["schemas"]["MatterRow"])[]; "next": (string | null); };
    "MatterRow": { "connection_id": string; "provider": "clio" | "mycase"; "provider_id": string; "number": string; "name": string; "link": (string | null); "status": "open" | "pending" | "closed"; "practice_area": string; "stage": string; "opened_on": (string | null); "closed_on": (string | null); "updated_at": (string | null); "left_out": boolean; "description": string; "main_client": (string | null); "paused": boolean; };
    "MatterFilters": { "practice_areas": (string)[]; "stages": (string)[]; "staff": ({ "staff": string; "name": string; "active": boolean; })[]; };
    "Matter": { "connection_id": string; "provider": "clio" | "mycase"; "provider_id": string; "number": string; "name": string; "link": (string | null); "status": "open" | "pending" | "closed"; "practice_area": string; "stage": string; "opened_on": (string | null); "closed_on": (string | null); "updated_at": (string | null); "left_out": boolean; "description": string; "pending_on": (string | null); "presence": "present" | "suspected_gone" | "tombstone"; "lead": boolean; "team": ({ "staff_id": string; "name": string; "title": string; "email": string; "phone": string; "position": "attorney" | "paralegal" | "other"; "lead": boolean; "originating": boolean; "responsible_staff": boolean; "active": boolean; "why": components["schemas"]["Why"]; })[]; "main_client": { "contact_id": (string | null); "company_id": (string | null); "name": (string | null); "flagged": "skipped" | "company" | "not_found" | null; "why": components["schemas"]["Why"]; }; "participants": ({ "person_id": string; "person_type": "contact" | "company" | "untyped"; "name": (string | null); "capacity": "client" | "payer" | "on_case" | "related"; "role": string; "link": (string | null); "why": components["schemas"]["Why"]; })[]; "custom_values": ({ "field_id": string; "name": string; "text": string; })[]; "history": (components["schemas"]["Change"])[]; "worked_out_at": string; "read_at": (string | null); };
    "ProjectAnswer": { "project": components["schemas"]["Project"]; "stages": ({ "stage": string; "since": (string | null); })[]; "worked_out_at": (string | null); };
    "Project": ({ "type": { "name": (string | null); "value": string; "why": components["schemas"]["Why"]; }; "phase": { "name": (string | null); "since": (string | null); "why": components["schemas"]["Why"]; }; "messages_paused": boolean; "shown": { "is": boolean; "why": components["schemas"]["Why"]; }; "notified": { "is": boolean; "why": components["schemas"]["Why"]; }; "fields": ({ "field_id": string; "label": string; "kind": string; "text": string; "why": components["schemas"]["Why"]; })[]; "participants": ({ "contact_id": string; "name": (string | null); "role": string; "flagged": "not_found" | "skipped" | "suspected_gone" | "tombstone" | null; "link": (string | null); "why": components["schemas"]["Why"]; })[]; "team": ({ "staff_id": string; "name": string; "role": string; "phone": string; "email": string; "why": components["schemas"]["Why"]; })[]; "as_client": components["schemas"]["ClientSees"]; "as_client_es": (components["schemas"]["ClientSees"] & unknown); } | null);
    "ClientSees": { "name": string; "number": string; "description": string; "status": "open" | "pending" | "closed"; "opened_on": (string | null); "closed_on": (string | null); "phase": ({ "name": string; "since": (string | null); "happened": string; "next": string; } | null); "fields": ({ "label": string; "kind": string; "text": string; })[]; "team": ({ "name": string; "role": string; "phone": string; "email": string; })[]; };
    "TryProject": { "document": { [name: string]: unknown }; };
    "NameMainClient": { "contact_id": string; };
    "ProjectsOverview": { "on": boolean; "open": number; "with_type": number; "with_phase": number; "complete": (number | null); "shown": number; "notified": number; "messages_paused": number; "main_client": { "skipped": number; "company": number; "not_found": number; "nobody": number; }; "unmapped_types": ({ "value": string; "count": number; })[]; "unmapped_stages": ({ "type": string; "stage": string; "count": number; })[]; "titles_unmapped": ({ "title": string; "staff": number; })[]; "titles_not_found": ({ "role": string; "title": string; })[]; };
    "ProjectPage": { "items": (components["schemas"]["ProjectRow"])[]; "next": (string | null); };
    "ProjectRow": { "provider_id": string; "number": string; "name": string; "status": "open" | "pending" | "closed"; "stage": string; "type": (string | null); "type_value": string; "phase": (string | null); "messages_paused": boolean; "shown": boolean; "notified": boolean; "main_client": (string | null); "link": (string | null); };
    "InboxPage": { "items": (components["schemas"]["InboxThread"])[]; "next": (string | null); };
    "InboxThread": { "thread_id": string; "connection_id": string; "contact_id": string; "contact_name": string; "matter_id": string; "matter_title": string; "read_only": boolean; "state": "open" | "done"; "assigned": ({ "member_id": string; "name": string; } | null); "unread": number; "last_seq": number; "last_at": string; "last": ({ "from_client": boolean; "author": string; "body": string; "read_at": (string | null); } | null); };
    "InboxCounts": { "mine": number; "unassigned": number; "all": number; };
    "InboxThreadWhole": (components["schemas"]["InboxThread"] & { "messages": (components["schemas"]["PortalMessage"])[]; });
    "PortalMessage": { "seq": number; "from_client": boolean; "author": string; "body": string; "sent_at": string; "read_at": (string | null); "read_by": (string | null); "way": "portal" | "email" | "text"; "delivery": components["schemas"]["TextDelivery"]; "documents": (components["schemas"]["SharedDocument"])[]; };
    "TextDelivery": ({ "state": "on_its_way" | "delivered" | "not_delivered"; "words": (string | null); } | null);
    "SharedDocument": { "document_id": string; "from_client": boolean; "by": string; "name": string; "media_type": string; "size": number; "note": string; "shared_at": string; "received_at": (string | null); "received_by": (string | null); };
    "StartThread": { "connection_id": string; "matter_id": string; "contact_id": string; };
    "AnswerThread": { "key": string; "body": string; "document_ids"?: (string)[]; "seen_seq"?: (number | null); };
    "ReadThrough": { "seq": number; };
    "SetThread": { "state"?: "open" | "done"; "assigned_to"?: (string | null); };
    "InboxNotices": { "mode": "mine" | "all" | "none"; };
    "MailIn": { "domain": (string | null); "set_by": (string | null); "set_at": (string | null); };
    "MailInSet": (components["schemas"]["MailIn"] & { "hook_url": string; });
    "SetMailIn": { "domain": string; };
    "HeldMails": { "items": (components["schemas"]["HeldMail"])[]; };
    "HeldMail": { "held_mail_id": string; "thread_id": (string | null); "from": string; "subject": string; "body": string; "reason": "no_thread" | "other_sender" | "several" | "closed" | "empty"; "received_at": string; };
    "DecideMail": { "decision": "take" | "dismiss"; };
    "Texting": { "account": ({ "account_sid": string; "api_key_sid": string; "sender": string; "service_sid": string; "sending": boolean; "updated_at": string; "updated_by": string; } | null); "hook_url": (string | null); "waiting": number; "failed": number; "to_review": number; };
    "SetTexting": { "account_sid": string; "api_key_sid": string; "sender": string; "service_sid": string; "auth_token"?: string; "api_key_secret"?: string; };
    "SwitchTexting": { "sending": boolean; };
    "NothingOfTexts": {  };
    "TextingTest": { "sent": boolean; "words": string; };
    "TestTexting": { "number": string; };
    "ContactTexts": { "on": boolean; "numbers": (components["schemas"]["TextNumber"])[]; "matters": ({ "matter_id": string; "title": string; })[]; "items": (components["schemas"]["Text"])[]; };
    "TextNumber": { "number": string; "label": string; "stopped_at": (string | null); "shared_with": (string)[]; "trouble": (string | null); };
    "Text": { "text_id": string; "matter_id": (string | null); "number": string; "body": string; "by": string; "state": "queued" | "sending" | "sent" | "failed" | "needs_review" | "cancelled"; "reason": (string | null); "words": (string | null); "can": ("now" | "sent" | "again" | "drop")[]; "created_at": string; "due_at": (string | null); "sent_at": (string | null); "delivery": components["schemas"]["TextDelivery"]; };
    "WriteText": { "key": string; "body": string; "matter_id"?: (string | null); "number"?: (string | null); "confirmed"?: boolean; };
    "SettleText": { "word": "now" | "sent" | "again" | "drop"; };
    "HeldTexts": { "items": (components["schemas"]["HeldText"])[]; };
    "HeldText": { "held_text_id": string; "number": string; "body": string; "files": (string)[]; "reason": "unknown" | "several" | "no_matter" | "several_matters" | "closed"; "received_at": string; "choices": ({ "connection_id": string; "provider_id": string; "name": string; "matters": ({ "matter_id": string; "title": string; })[]; })[]; };
    "DecideText": { "contact": ({ "connection_id": string; "provider_id": string; } | null); "matter_id"?: (string | null); };
    "MatterClients": { "items": ({ "contact_id": string; "name": string; })[]; "read_only": boolean; };
    "MatterDocuments": { "items": (components["schemas"]["MatterDocument"])[]; };
    "MatterDocument": (components["schemas"]["SharedDocument"] & { "contact_id": string; "contact_name": string; });
    "ShareDocument": { "contact_id": string; "file_id": string; "note"?: string; "with_message"?: boolean; };
    "ActivityPage": { "items": (components["schemas"]["Activity"])[]; "next": (string | null); };
    "LogActivity": ({ "kind": "email"; "contact": { "connection_id": string; "provider_id": string; }; "matter_id"?: (string | null); "author_id"?: (string | null); "occurred_at"?: (string | null); "direction": "in" | "out"; "address"?: (string | null); "subject"?: string; "body"?: string; "body_html"?: (string | null); "file_ids"?: (string)[]; "confirmed"?: boolean; } | { "kind": "note"; "contact": { "connection_id": string; "provider_id": string; }; "matter_id"?: (string | null); "author_id"?: (string | null); "occurred_at"?: (string | null); "subject"?: string; "body": string; } | { "kind": "card"; "contact": { "connection_id": string; "provider_id": string; }; "matter_id"?: (string | null); "author_id"?: (string | null); "occurred_at"?: (string | null); "subject"?: string; "body"?: string; } | { "kind": "call"; "contact": { "connection_id": string; "provider_id": string; }; "matter_id"?: (string | null); "author_id"?: (string | null); "occurred_at"?: (string | null); "direction": "in" | "out"; "number"?: (string | null); "subject"?: string; "body"?: string; } | { "kind": "text"; "contact": { "connection_id": string; "provider_id": string; }; "matter_id"?: (string | null); "author_id"?: (string | null); "occurred_at"?: (string | null); "direction": "in" | "out"; "number"?: (string | null); "body": string; "file_ids"?: (string)[]; "confirmed"?: boolean; } | { "kind": "message"; "contact": { "connection_id": string; "provider_id": string; }; "matter_id"?: (string | null); "author_id"?: (string | null); "occurred_at"?: (string | null); "direction": "in" | "out"; "conversation"?: (string | null); "subject"?: string; "body": string; "file_ids"?: (string)[]; } | { "kind": "document"; "contact": { "connection_id": string; "provider_id": string; }; "matter_id"?: (string | null); "author_id"?: (string | null); "occurred_at"?: (string | null); "file_id": string; "subject"?: string; "body"?: string; });
    "EditActivity": { "subject"?: string; "body"?: string; "body_html"?: string; "occurred_at"?: string; };
    "NeedsFilingPage": { "items": (components["schemas"]["NeedsFiling"])[]; "next": (string | null); };
    "NeedsFiling": { "activity_id": string; "connection_id": string; "contact_id": string; "contact_name": string; "contact_link": (string | null); "kind": "email" | "note" | "card" | "call" | "text" | "message" | "document"; "subject": string; "occurred_at": string; "suggestions": ({ "matter_id": string; "number": string; "name": string; "why": string; "link": (string | null); })[]; "deliveries": ({ "delivery_id": string; "state": "held" | "queued" | "sending" | "unknown" | "delivered" | "failed" | "needs_review" | "cancelled"; })[]; };
    "FiledActivity": { "activity": components["schemas"]["Activity"]; "outcome": "filed" | "moved" | "kept"; };
    "FileActivity": { "matter_id": string; };
    "DeliveryPage": { "items": (components["schemas"]["Delivery"])[]; "next": (string | null); };
    "DeliveryCounts": { "by_state": { "held"?: number; "queued"?: number; "sending"?: number; "unknown"?: number; "delivered"?: number; "failed"?: number; "needs_review"?: number; "cancelled"?: number; }; "reasons": ({ "code": string; "words": string; "remedy": (string | null); "count": number; })[]; };
    "DeliveryStory": (components["schemas"]["Delivery"] & { "marker": string; "revision": number; "written_revision": number; "sent": ({ "subject": string; "body": string; "sent_at": string; } | null); "twins": ({ "provider_id": string; "url": (string | null); "at": string; "accepted": boolean; })[]; "settle": { "look_up": "marker" | "list" | "reread" | "none"; "window_ms": number; }; "activities": ({ "activity_id": string; "occurred_at": string; "subject": string; "body": string; "revision": number; })[]; "events": ({ "seq": number; "at": string; "event": string; "from": "held" | "queued" | "sending" | "unknown" | "delivered" | "failed" | "needs_review" | "cancelled" | null; "to": "held" | "queued" | "sending" | "unknown" | "delivered" | "failed" | "needs_review" | "cancelled" | null; "attempt": number; "words": string; "detail": { [name: string]: unknown }; })[]; });
    "DeliveriesChanged": { "done": (string)[]; "refused": ({ "delivery_id": string; "state": "held" | "queued" | "sending" | "unknown" | "delivered" | "failed" | "needs_review" | "cancelled"; "words": string; })[]; "more": boolean; };
    "WhichDeliveries": { "ids"?: (string)[]; "filter"?: { "states"?: ("held" | "queued" | "sending" | "unknown" | "delivered" | "failed" | "needs_review" | "cancelled")[]; "kinds"?: ("email" | "note" | "card" | "call" | "text" | "message" | "document")[]; "connection_id"?: string; "contact_id"?: string; "matter_id"?: string; "reason"?: string; "author_member_id"?: string; }; };
    "ConfirmDelivery": { "provider_id"?: (string | null); };
    "AcceptTwins": { "accepted": boolean; };
    "Outbox": { "connections": ({ "connection_id": string; "provider": "clio" | "mycase"; "account_name": string; "by_state": { "held"?: number; "queued"?: number; "sending"?: number; "unknown"?: number; "delivered"?: number; "failed"?: number; "needs_review"?: number; "cancelled"?: number; }; "oldest_queued_at": (string | null); "oldest_unknown_at": (string | null); "needs_filing": number; "windows": ({ "promise": components["schemas"]["OperationPromise"]; "window_ms": number; "learned_from": number; "longest_ms": (number | null); })[]; })[]; };
    "OperationPromise": { "operation": "note" | "communication" | "call" | "thread" | "message" | "document" | "custom_value"; "look_up": "marker" | "list" | "reread" | "none"; "settle_ms": number; "timeout_ms": number; "editable": boolean; "client_may_see": boolean; "prevents": string; "settles": string; "remains": string; };
    "SkippedPage": { "items": (components["schemas"]["SkippedContact"])[]; "next": (string | null); };
    "SkippedContact": { "connection_id": string; "provider": "clio" | "mycase"; "provider_id": string; "name": string; "link": (string | null); "why": components["schemas"]["Why"]; "other_whys": (components["schemas"]["Why"])[]; };
    "QuarantinedPage": { "items": (components["schemas"]["QuarantinedRow"])[]; "next": (string | null); };
    "QuarantinedRow": { "connection_id": string; "provider": "clio" | "mycase"; "kind": string; "provider_id": string; "reason": string; "link": (string | null); "first_at": string; "last_at": string; };
    "HiddenPage": { "items": (components["schemas"]["HiddenPerson"])[]; "next": (string | null); };
    "HiddenPerson": { "connection_id": string; "provider": "clio" | "mycase"; "provider_id": string; "link": (string | null); "matters": ({ "provider_id": string; "number": string; "name": string; "role": string; "link": (string | null); })[]; };
    "DuplicatePage": { "items": (components["schemas"]["DuplicateGroup"])[]; "next": (string | null); };
    "DuplicateGroup": { "channel": string; "contacts": ({ "connection_id": string; "provider": "clio" | "mycase"; "provider_id": string; "name": string; "link": (string | null); })[]; };
    "IssueList": { "items": (components["schemas"]["Issue"])[]; };
    "Issue": { "connection_id": string; "provider": "clio" | "mycase"; "account_name": string; "cause": string; "severity": "stops" | "degrades" | "loses"; "title": string; "remedy": string; "count": number; "sample": ({ "label": string; "link": (string | null); "contact_id": (string | null); "delivery_id": (string | null); })[]; "since": (string | null); };
    "HeldList": { "items": (components["schemas"]["HeldRun"])[]; };
    "HeldRun": { "connection_id": string; "provider": "clio" | "mycase"; "account_name": string; "run_id": string; "started_at": string; "parts": ({ "kind": string; "effect": "gone" | "blanked"; "count": number; "sample": ({ "provider_id": string; "name": string; "link": (string | null); })[]; })[]; };
    "HeldDecided": { "run_id": string; "decision": "approve" | "refuse"; "count": number; };
    "HeldDecision": { "decision": "approve" | "refuse"; };
    "HeldRowPage": { "items": (components["schemas"]["HeldRow"])[]; "next": (string | null); };
    "HeldRow": { "kind": string; "effect": "gone" | "blanked"; "provider_id": string; "name": string; "link": (string | null); };
    "RunPage": { "items": (components["schemas"]["Run"])[]; "next": (string | null); };
    "Run": { "run_id": string; "connection_id": string; "provider": "clio" | "mycase"; "account_name": string; "mode": "first" | "incremental" | "full" | "record"; "trigger": string; "target": ({ "kind": string; "id": string; } | null); "state": "running" | "succeeded" | "held" | "failed"; "phase": string; "started_at": string; "finished_at": (string | null); "seconds": number; "requests": number; "error": (string | null); "remedy": (string | null); "counts": ({ [name: string]: unknown } | null); "working_out": ({ "done": number; "total": number; } | null); "held": number; "rows_read": number; "rows_per_second": (number | null); "seconds_left": (number | null); "kinds": (components["schemas"]["KindProgress"])[]; };
    "KindProgress": { "kind": "staff" | "practice_area" | "stage" | "people_group" | "custom_field" | "matter" | "company" | "contact" | "relationship" | "lead"; "state": "waiting" | "reading" | "done" | "refused"; "read": number; "changed": number; "quarantined": number; "total": (number | null); "rows_per_second": (number | null); "seconds_left": (number | null); "note": (string | null); };
    "StartedRun": { "run_id": string; "href": string; };
    "StartRun": { "connection_id": string; "what": "changes" | "everything" | "matter" | "contact" | "staff"; "provider_id"?: string; };
    "Settings": { "version": number; "document": { [name: string]: unknown }; "note": (string | null); "created_by": string; "created_at": string; "presets": { [name: string]: { [name: string]: unknown } }; "described": ({ "path": string; "description": string; "type": string; "allowed": ((string)[] | null); "default"?: unknown; })[]; };
    "SettingsChange": { "document": { [name: string]: unknown }; "if_version"?: number; "note"?: string; };
    "SubscriptionList": { "items": (components["schemas"]["Subscription"])[]; "refused": ({ "reason": string; "count": number; "last_at": string; })[]; };
    "Subscription": { "subscription_id": string; "connection_id": string; "provider": "clio" | "mycase"; "model": string; "kind": string; "state": "creating" | "pending" | "enabled"; "state_since": string; "created_at": string; "expires_at": (string | null); "silent_since": (string | null); "last_gap_at": (string | null); "last_delivery_at": (string | null); "deliveries": number; };
    "SubscriptionsChecked": { "connection_id": string; };
    "CheckSubscriptions": {  };
    "Replayed": { "records": number; };
    "Replay": { "from": string; "to": string; };
    "SettingsChoices": { "tag_fields": ({ "id": string; "name": string; })[]; "date_fields": ({ "id": string; "name": string; })[]; "matter_fields": ({ "id": string; "name": string; })[]; "practice_areas": ({ "name": string; "matters": number; })[]; "stages": ({ "name": string; "practice_area": (string | null); "matters": number; })[]; "groups": (string)[]; "titles": ({ "title": string; "staff": number; "examples": (string)[]; "positions": ("attorney" | "paralegal" | "other")[]; })[]; "staff": ({ "id": string; "name": string; "title": string; "email": string; "active": boolean; "by_email": ({ "member_id": string; "name": string; } | null); "unmapped_because": (string | null); "ambiguous": boolean; })[]; "members": ({ "member_id": string; "name": string; "email": string; "active": boolean; })[]; };
    "FoundFields": { "counted": number; "cut": boolean; "items": ({ "id": string; "name": string; "type": string; "records": number; "values": ({ "text": string; "records": number; })[]; "more": boolean; "tag": (string | null); })[]; };
    "FoundGroups": { "items": ({ "name": string; "contacts": number; "examples": (string)[]; "prefilled": boolean; })[]; };
    "SettingsTouch": { "contacts": number; "contacts_in": number; "out_of_scope": number; "out_of_segment": number; "clients": number; "owned": number; "pinned": number; "matters": number; "matters_open": number; "matters_left_out": number; "staff": number; "staff_unmapped": number; };
    "SegmentCount": { "candidates": number; "in": number; "coming": number; "leaving": number; "tags": ({ "key": string; "contacts": number; })[]; "examples": { "coming": ({ "provider_id": string; "name": string; })[]; "leaving": ({ "provider_id": string; "name": string; })[]; }; };
    "PinPage": { "items": (components["schemas"]["Pin"])[]; "next": (string | null); };
    "Pin": { "contact": { "provider_id": string; "name": string; }; "member": { "member_id": string; "name": string; }; "by": (string | null); "at": string; "ignored_because": (string | null); };
    "SettingsVersionPage": { "items": (components["schemas"]["SettingsVersion"])[]; "next": (string | null); };
    "SettingsVersion": { "version": number; "note": (string | null); "created_by": string; "created_at": string; "in_force": boolean; "changes": (components["schemas"]["SettingChange"])[]; };
    "SettingChange": { "path": string; "old"?: unknown; "new"?: unknown; };
    "WholeSettingsVersion": { "version": number; "note": (string | null); "created_by": string; "created_at": string; "in_force": boolean; "changes": (components["schemas"]["SettingChange"])[]; "document": { [name: string]: unknown }; "against": (number | null); };
    "SettingsRollback": { "version": number; "if_version"?: number; "note"?: string; };
    "StartedPreview": { "preview_id": string; "href": string; };
    "StartPreview": { "document"?: { [name: string]: unknown }; "version"?: number; "if_version"?: number; };
    "Preview": { "preview_id": string; "connection_id": string; "state": "running" | "done" | "failed" | "applied"; "error": (string | null); "base_version": number; "created_by": string; "created_at": string; "progress": { "done": number; "total": number; }; "changes": (components["schemas"]["SettingChange"])[]; "outcome": ({ "contacts": number; "changed": number; "states": ({ "state": "tombstone" | "suspected_gone" | "skipped" | "out_of_scope" | "out_of_segment" | "in"; "before": number; "after": number; })[]; "groups": (components["schemas"]["PreviewGroup"])[]; "groups_left_out": number; "matters": { "changed": number; "left_out": number; "taken_in": number; }; "projects": components["schemas"]["PreviewProjects"]; } | null); };
    "PreviewGroup": { "list": string; "entity": "contact" | "matter"; "what": "came_in" | "went_out" | "state" | "client_status" | "owner_to" | "owner_from" | "tag_gained" | "tag_lost" | "key_fact_gained" | "key_fact_lost" | "matter_shown" | "matter_hidden" | "matter_notified" | "matter_unnotified" | "matter_type" | "matter_phase" | "matter_paused" | "matter_resumed" | "participant_added" | "participant_removed" | "participant_role" | "other"; "label": string; "count": number; "sample": ({ "provider_id": string; "name": string; })[]; };
    "PreviewProjects": ({ "open": number; "shown": { "before": number; "after": number; }; "notified": { "before": number; "after": number; }; "with_phase": { "before": number; "after": number; }; "messages_paused": { "before": number; "after": number; }; "unmapped_types": ({ "value": string; "count": number; })[]; "unmapped_stages": ({ "type": string; "stage": string; "count": number; })[]; } | null);
    "PreviewPage": { "items": (components["schemas"]["PreviewRow"])[]; "next": (string | null); };
    "PreviewRow": { "entity": "contact" | "matter"; "provider_id": string; "name": string; "link": (string | null); "changes": ({ "field": string; "old"?: unknown; "new"?: unknown; "rule": (string | null); "why": (string | null); })[]; };
    "AppliedPreview": { "version": number; };
    "ApplyPreview": { "note"?: string; };
    "AutomationList": { "items": ((components["schemas"]["Automation"] & { "held": number; "started": number; "last_started_at": (string | null); }))[]; };
    "Automation": { "automation_id": string; "name": string; "active": boolean; "active_since": (string | null); "version": number; "document": { "trigger": ({ "kind": "new_client"; } | { "kind": "tag_gained"; "tag": string; } | { "kind": "key_fact"; "label": string; "days_ahead": number; "every_year"?: boolean; } | { "kind": "phase_changed"; "phase": (string | null); } | { "kind": "matter_closed"; }); "conditions"?: (({ "kind": "has_tag"; "tag": string; } | { "kind": "lacks_tag"; "tag": string; } | { "kind": "status"; "any_of": ("active" | "pending" | "past" | "client" | "none")[]; } | { "kind": "owner"; "any_of": (string)[]; }))[]; "steps": (({ "kind": "wait"; "days": number; "hours"?: number; } | { "kind": "email"; "template_id": string; } | { "kind": "tag"; "tag": string; } | { "kind": "task"; "member_id": (string | null); "title": string; "due_days"?: number; } | { "kind": "webhook"; "name": string; }))[]; }; "saved_by": string; "saved_at": string; };
    "NewAutomation": { "name": string; "document": { "trigger": ({ "kind": "new_client"; } | { "kind": "tag_gained"; "tag": string; } | { "kind": "key_fact"; "label": string; "days_ahead": number; "every_year"?: boolean; } | { "kind": "phase_changed"; "phase": (string | null); } | { "kind": "matter_closed"; }); "conditions"?: (({ "kind": "has_tag"; "tag": string; } | { "kind": "lacks_tag"; "tag": string; } | { "kind": "status"; "any_of": ("active" | "pending" | "past" | "client" | "none")[]; } | { "kind": "owner"; "any_of": (string)[]; }))[]; "steps": (({ "kind": "wait"; "days": number; "hours"?: number; } | { "kind": "email"; "template_id": string; } | { "kind": "tag"; "tag": string; } | { "kind": "task"; "member_id": (string | null); "title": string; "due_days"?: number; } | { "kind": "webhook"; "name": string; }))[]; }; };
    "SaveAutomation": { "name": string; "document": { "trigger": ({ "kind": "new_client"; } | { "kind": "tag_gained"; "tag": string; } | { "kind": "key_fact"; "label": string; "days_ahead": number; "every_year"?: boolean; } | { "kind": "phase_changed"; "phase": (string | null); } | { "kind": "matter_closed"; }); "conditions"?: (({ "kind": "has_tag"; "tag": string; } | { "kind": "lacks_tag"; "tag": string; } | { "kind": "status"; "any_of": ("active" | "pending" | "past" | "client" | "none")[]; } | { "kind": "owner"; "any_of": (string)[]; }))[]; "steps": (({ "kind": "wait"; "days": number; "hours"?: number; } | { "kind": "email"; "template_id": string; } | { "kind": "tag"; "tag": string; } | { "kind": "task"; "member_id": (string | null); "title": string; "due_days"?: number; } | { "kind": "webhook"; "name": string; }))[]; }; "if_version": number; };
    "AutomationVersions": { "items": ({ "version": number; "document": { "trigger": ({ "kind": "new_client"; } | { "kind": "tag_gained"; "tag": string; } | { "kind": "key_fact"; "label": string; "days_ahead": number; "every_year"?: boolean; } | { "kind": "phase_changed"; "phase": (string | null); } | { "kind": "matter_closed"; }); "conditions"?: (({ "kind": "has_tag"; "tag": string; } | { "kind": "lacks_tag"; "tag": string; } | { "kind": "status"; "any_of": ("active" | "pending" | "past" | "client" | "none")[]; } | { "kind": "owner"; "any_of": (string)[]; }))[]; "steps": (({ "kind": "wait"; "days": number; "hours"?: number; } | { "kind": "email"; "template_id": string; } | { "kind": "tag"; "tag": string; } | { "kind": "task"; "member_id": (string | null); "title": string; "due_days"?: number; } | { "kind": "webhook"; "name": string; }))[]; }; "created_by": string; "created_at": string; })[]; };
    "AutomationPreview": { "would_start": "yes" | "held" | "later" | "no"; "why": components["schemas"]["AutomationWhy"]; "to": (string | null); "from_name": (string | null); "leaves_at": (string | null); "texts": ({ "step": number; "template": string; "subject": (string | null); "body": (string | null); "fell_back": (string)[]; "why": (components["schemas"]["AutomationWhy"] & unknown); })[]; };
    "AutomationWhy": ({ "code": string; "rule": string; "sentence": string; "next": (string | null); } | null);
    "TryAutomation": { "connection_id": string; "provider_id": string; "matter_id"?: (string | null); "document": { "trigger": ({ "kind": "new_client"; } | { "kind": "tag_gained"; "tag": string; } | { "kind": "key_fact"; "label": string; "days_ahead": number; "every_year"?: boolean; } | { "kind": "phase_changed"; "phase": (string | null); } | { "kind": "matter_closed"; }); "conditions"?: (({ "kind": "has_tag"; "tag": string; } | { "kind": "lacks_tag"; "tag": string; } | { "kind": "status"; "any_of": ("active" | "pending" | "past" | "client" | "none")[]; } | { "kind": "owner"; "any_of": (string)[]; }))[]; "steps": (({ "kind": "wait"; "days": number; "hours"?: number; } | { "kind": "email"; "template_id": string; } | { "kind": "tag"; "tag": string; } | { "kind": "task"; "member_id": (string | null); "title": string; "due_days"?: number; } | { "kind": "webhook"; "name": string; }))[]; }; "templates"?: ({ "name": string; "subject": string; "body": string; "fallbacks": { [name: string]: (string | null) }; "template_id": string; })[]; };
    "AutomationStartPage": { "items": (components["schemas"]["AutomationStart"])[]; "next": (string | null); };
    "AutomationStart": { "start_id": string; "automation_id": string; "automation": string; "version": number; "provider": "clio" | "mycase"; "connection_id": (string | null); "contact_id": string; "contact_name": (string | null); "matter_id": (string | null); "occasion": string; "state": "waiting" | "held" | "running" | "done" | "stopped" | "not_started" | "dismissed"; "why": components["schemas"]["AutomationWhy"]; "cause": string; "cause_id": (string | null); "since": string; "created_at": string; "batch_id": (string | null); "step": number; "due_at": (string | null); "approved_by": (string | null); };
    "StartByHand": { "connection_id": string; "provider_id": string; "matter_id"?: (string | null); };
    "ContactAutomations": { "client_since": ({ "since": string; "cause": string; "cause_id": (string | null); } | null); "items": (components["schemas"]["AutomationStart"])[]; "next": (string | null); };
    "AutomationTemplateList": { "items": (components["schemas"]["AutomationTemplate"])[]; "fields": ({ "field": string; "words": string; })[]; };
    "AutomationTemplate": { "template_id": string; "name": string; "subject": string; "body": string; "fallbacks": { [name: string]: (string | null) }; "updated_by": string; "updated_at": string; };
    "AutomationTemplateText": { "name": string; "subject": string; "body": string; "fallbacks": { [name: string]: (string | null) }; };
    "AutomationBatchList": { "items": (components["schemas"]["AutomationBatch"])[]; };
    "AutomationBatch": { "batch_id": string; "provider": "clio" | "mycase"; "cause": "first_sync" | "reconnect" | "settings" | "recompute" | "restored" | "many" | "template_changed"; "cause_id": string; "why": components["schemas"]["AutomationWhy"]; "state": "open" | "approved" | "dismissed"; "held": number; "automations": ({ "automation_id": string; "name": string; "held": number; })[]; "created_at": string; "decided_by": (string | null); "decided_at": (string | null); };
    "DecidedBatch": { "decided": number; };
    "DecideBatch": { "start_ids"?: ((string)[] | null); "if_held"?: (number | null); };
    "AutomationStartStory": (components["schemas"]["AutomationStart"] & { "story": ({ "at": string; "state": "waiting" | "held" | "running" | "done" | "stopped" | "not_started" | "dismissed"; "why": components["schemas"]["AutomationWhy"]; "by": (string | null); })[]; "emails": (components["schemas"]["AutomationEmail"])[]; });
    "AutomationEmail": { "send_id": string; "start_id": string; "automation_id": string; "automation": string; "connection_id": string; "contact_id": string; "contact_name": (string | null); "matter_id": (string | null); "state": "queued" | "sending" | "sent" | "held" | "failed" | "needs_review" | "cancelled"; "why": components["schemas"]["AutomationWhy"]; "since": string; "due_at": (string | null); "sent_at": (string | null); "message_id": string; "attempt": number; "address": (string | null); "subject": (string | null); "body": (string | null); };
    "AutomationEmailPage": { "items": (components["schemas"]["AutomationEmail"])[]; "next": (string | null); };
    "ResolveEmail": { "outcome": "sent" | "again" | "drop"; };
    "TaskPage": { "items": (components["schemas"]["Task"])[]; "next": (string | null); };
    "Task": { "task_id": string; "connection_id": string; "contact_id": string; "contact_name": (string | null); "matter_id": (string | null); "member_id": string; "member": (string | null); "title": string; "due_on": (string | null); "state": "open" | "done"; "created_at": string; "done_at": (string | null); "done_by": (string | null); };
    "SetTask": { "done": boolean; };
    "PauseList": { "items": ({ "kind": "contact" | "matter" | "firm"; "provider": string; "target_id": string; "until": (string | null); "set_by": string; "set_at": string; })[]; };
    "SetPause": { "kind": "contact" | "matter" | "firm"; "connection_id"?: (string | null); "target_id"?: string; "until"?: (string | null); };
    "EndPause": { "kind": "contact" | "matter" | "firm"; "connection_id"?: (string | null); "target_id"?: string; };
    "OptOutPage": { "items": ({ "address": string; "set_by": string; "set_at": string; "via": "member" | "link" | "one_click"; })[]; "next": (string | null); };
    "OptOut": { "address": string; };
    "AutomationRules": { "from": string; "until": string; "days": (number)[]; "most_emails": number; "within_days": number; "most_starts"?: (number | null); };
    "FormList": { "items": (components["schemas"]["Form"])[]; };
    "Form": { "form_id": string; "connection_id": string; "name": string; "version": number; "document": { "title": { "en": string; "es"?: string; }; "intro"?: { "en"?: string; "es"?: string; }; "thanks"?: { "en"?: string; "es"?: string; }; "sections": ({ "title"?: { "en"?: string; "es"?: string; }; "fields": ({ "key": string; "type": "text" | "long_text" | "person" | "email" | "url" | "number" | "currency" | "date" | "time" | "checkbox" | "choice" | "choices"; "label": { "en": string; "es"?: string; }; "help"?: { "en"?: string; "es"?: string; }; "required"?: boolean; "show_when"?: ({ "field": string; "is": string; } | null); "options"?: ({ "key": string; "label": { "en": string; "es"?: string; }; "option_id"?: (string | null); })[]; "target"?: ({ "field_id": string; } | null); })[]; })[]; "due_days"?: (number | null); "remind_days"?: (number | null); "fill_blank"?: boolean; "on_phase"?: ({ "type"?: string; "phase": string; "to"?: "main_client" | "everybody"; } | null); }; "saved_by": string; "saved_at": string; "open": number; "to_confirm": number; };
    "FormPlaces": { "fields": ({ "field_id": string; "name": string; "type": string; "fits": ("text" | "long_text" | "person" | "email" | "url" | "number" | "currency" | "date" | "time" | "checkbox" | "choice" | "choices")[]; "options": ({ "option_id": string; "text": string; })[]; })[]; "phases": ({ "type": string; "phase": string; })[]; "leads": "not_offered"; };
    "FormPeople": { "items": ({ "contact_id": string; "name": string; "email": (string | null); "main_client": boolean; "has_open": (string)[]; })[]; };
    "NewForm": { "name": string; "connection_id": string; "document": { "title": { "en": string; "es"?: string; }; "intro"?: { "en"?: string; "es"?: string; }; "thanks"?: { "en"?: string; "es"?: string; }; "sections": ({ "title"?: { "en"?: string; "es"?: string; }; "fields": ({ "key": string; "type": "text" | "long_text" | "person" | "email" | "url" | "number" | "currency" | "date" | "time" | "checkbox" | "choice" | "choices"; "label": { "en": string; "es"?: string; }; "help"?: { "en"?: string; "es"?: string; }; "required"?: boolean; "show_when"?: ({ "field": string; "is": string; } | null); "options"?: ({ "key": string; "label": { "en": string; "es"?: string; }; "option_id"?: (string | null); })[]; "target"?: ({ "field_id": string; } | null); })[]; })[]; "due_days"?: (number | null); "remind_days"?: (number | null); "fill_blank"?: boolean; "on_phase"?: ({ "type"?: string; "phase": string; "to"?: "main_client" | "everybody"; } | null); }; };
    "SaveForm": { "name": string; "document": { "title": { "en": string; "es"?: string; }; "intro"?: { "en"?: string; "es"?: string; }; "thanks"?: { "en"?: string; "es"?: string; }; "sections": ({ "title"?: { "en"?: string; "es"?: string; }; "fields": ({ "key": string; "type": "text" | "long_text" | "person" | "email" | "url" | "number" | "currency" | "date" | "time" | "checkbox" | "choice" | "choices"; "label": { "en": string; "es"?: string; }; "help"?: { "en"?: string; "es"?: string; }; "required"?: boolean; "show_when"?: ({ "field": string; "is": string; } | null); "options"?: ({ "key": string; "label": { "en": string; "es"?: string; }; "option_id"?: (string | null); })[]; "target"?: ({ "field_id": string; } | null); })[]; })[]; "due_days"?: (number | null); "remind_days"?: (number | null); "fill_blank"?: boolean; "on_phase"?: ({ "type"?: string; "phase": string; "to"?: "main_client" | "everybody"; } | null); }; "if_version": number; };
    "FormRequestPage": { "items": (components["schemas"]["FormRequest"])[]; "next": (string | null); };
    "FormRequest": { "request_id": string; "form_id": string; "form": string; "version": number; "connection_id": string; "matter_id": string; "matter": string; "contact_id": string; "contact_name": string; "state": "held" | "open" | "submitted" | "withdrawn" | "dismissed"; "why": string; "sent_by": string; "created_at": string; "sent_at": (string | null); "due_on": (string | null); "reminders": number; "remind_at": (string | null); "submitted_at": (string | null); "ended_by": (string | null); "to_confirm": number; };
    "FormsSent": { "items": (components["schemas"]["FormRequest"])[]; };
    "SendForm": { "form_id": string; "matter_id": string; "contact_ids": (string)[]; "due_on"?: (string | null); };
    "FormRequestDetail": (components["schemas"]["FormRequest"] & { "activity_id": (string | null); "answers": ({ "key": string; "label": string; "type": "text" | "long_text" | "person" | "email" | "url" | "number" | "currency" | "date" | "time" | "checkbox" | "choice" | "choices"; "text": string; "answered_at": (string | null); "comparison": ({ "field_key": string; "custom_field": string; "state": "same" | "to_confirm" | "on_its_way" | "written" | "failed" | "kept" | "no_field"; "ours": (string | null); "theirs": (string | null); "now": (string | null); "seen": (string | null); "decidable": boolean; "words": (string | null); "delivery_id": (string | null); "decided_by": (string | null); "decided_at": (string | null); } | null); })[]; });
    "DecideFormAnswer": { "decision": "write" | "keep"; "seen": (string | null); };
    "FormsDecided": { "done": (string)[]; "refused": (string)[]; };
    "DecideHeldForms": { "requests": ({ "request_id": string; })[]; "decision": "send" | "dismiss"; };
    "PortalPersonPage": { "items": (components["schemas"]["PortalPerson"])[]; "next": (string | null); };
    "PortalPerson": { "connection_id": string; "provider_id": string; "name": string; "email": (string | null); "standing": "revoked" | "unusable" | "no_email" | "shared" | "anothers" | "let_in" | "never_engage" | "company" | "by_themselves"; "matters": number; "last_seen_at": (string | null); "decided_by": (string | null); "decided_at": (string | null); };
    "InvitedToPortal": { "invited": true; };
    "InviteToPortal": { "address": string; "language": "en" | "es"; };
    "RevokedFromPortal": { "revoked": true; };
    "SharedAddressPage": { "items": (components["schemas"]["SharedAddress"])[]; "next": (string | null); };
    "SharedAddress": { "email": string; "contacts": ({ "connection_id": string; "provider_id": string; "name": string; "takes_part": boolean; })[]; "owner": ({ "connection_id": string; "provider_id": string; } | null); "answered_by": (string | null); "answered_at": (string | null); "open": boolean; };
    "NamedAddress": { "named": true; };
    "NameAddress": { "address": string; "contact": ({ "connection_id": string; "provider_id": string; } | null); };
    "ClientNoticePage": { "items": (components["schemas"]["ClientNotice"])[]; "next": (string | null); };
    "ClientNotice": { "notice_id": string; "connection_id": string; "provider_id": string; "name": (string | null); "matter_id": string; "kind": "phase" | "message" | "document" | "form"; "state": "queued" | "sending" | "sent" | "not_sent" | "failed" | "needs_review" | "cancelled"; "reason": (string | null); "since": string; "created_at": string; "due_at": (string | null); "address": (string | null); "subject": (string | null); "error": (string | null); "sent_at": (string | null); };
    "SettleNotice": { "outcome": "sent" | "again" | "drop"; };
    "EventPage": { "items": (components["schemas"]["Event"])[]; "next": string; "more": boolean; };
    "Event": { "id": string; "type": components["schemas"]["EventType"]; "timestamp": string; "data": { [name: string]: unknown }; };
    "EventType": "contact.entered" | "contact.left" | "contact.changed" | "matter.added" | "matter.changed" | "matter.closed" | "matter.phase_changed" | "tag.gained" | "tag.lost" | "owner.changed" | "delivery.changed" | "automation.reached" | "run.finished";
    "WebhookEndpointList": { "items": (components["schemas"]["WebhookEndpoint"])[]; };
    "WebhookEndpoint": { "endpoint_id": string; "url": string; "description": string; "event_types": (components["schemas"]["EventType"])[]; "state": "active" | "paused" | "disabled"; "state_since": string; "notice": (string | null); "created_at": string; "previous_secret_until": (string | null); "pending": number; "failed": number; "last_delivered_at": (string | null); };
    "NewWebhookEndpoint": (components["schemas"]["WebhookEndpoint"] & { "secret": string; });
    "CreateWebhookEndpoint": { "url": string; "description"?: string; "event_types"?: (components["schemas"]["EventType"])[]; };
    "ChangeWebhookEndpoint": { "url"?: string; "description"?: string; "event_types"?: (components["schemas"]["EventType"])[]; "state"?: "active" | "paused"; };
    "RemovedWebhookEndpoint": { "endpoint_id": string; };
    "NewWebhookSecret": { "endpoint_id": string; "secret": string; "previous_secret_until": string; };
    "WebhookDeliveryPage": { "items": (components["schemas"]["WebhookDelivery"])[]; "next": (string | null); };
    "WebhookDelivery": { "event_id": string; "type": components["schemas"]["EventType"]; "state": "pending" | "delivered" | "failed"; "attempts": number; "last_attempt_at": (string | null); "next_attempt_at": (string | null); "status": (number | null); "error": (string | null); "delivered_at": (string | null); };
    "WebhookAttempts": { "items": ({ "at": string; "took_ms": number; "status": (number | null); "answer": string; "words": string; })[]; };
    "RetriedDeliveries": { "queued": number; };
    "RetryDeliveries": { "event_ids"?: (string)[]; "failed_since"?: string; "between"?: { "from": string; "until": string; }; };
    "WebhookTest": { "delivered": boolean; "status": (number | null); "error": (string | null); "took_ms": number; };
    "ProblemTypeList": { "items": (components["schemas"]["ProblemType"])[]; };
    "ProblemType": { "type": string; "status": number; "title": string; "next": string; };
  };
}

export interface paths {
  "/api/v1/installation": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Whether somebody has signed up */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Installation"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sign-up": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** The first admin and the firm */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SignUp"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SignedIn"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sign-in": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Sign in with e-mail and password */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SignIn"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SignedIn"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sign-in/code": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** The second factor's code */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Code"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SignedIn"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sign-in/link": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Sign in by a link */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Token"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SignedIn"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 410: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/sign-out": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Sign out */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/password-resets": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Ask for a new password */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Email"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/password-resets/use": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Choose a new password */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["NewPassword"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 410: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/invitations/look": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Whom an invitation is for */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Token"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InvitationLook"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 410: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/invitations/accept": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Accept an invitation */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["NewPassword"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SignedIn"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 410: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/me": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Who you are here */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Me"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/me/password": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Change your password */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ChangePassword"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/me/second-factor": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Set up a second factor */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["OwnPassword"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SecondFactor"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/me/second-factor/confirm": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Turn the second factor on */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Code"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/me/second-factor/remove": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Turn the second factor off */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["OwnPassword"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 429: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/members": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The firm's members in Privity */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MemberRowList"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/members/{member_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change a member's role, or shut them out */
    patch: { parameters: { query?: never; header?: never; path: { "member_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ChangeMember"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MemberRow"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    trace?: never;
  };
  "/api/v1/members/{member_id}/standing": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What hangs on a member */
    get: { parameters: { query?: never; header?: never; path: { "member_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MemberStanding"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/invitations/{invitation_id}/resend": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Invite once more */
    post: { parameters: { query?: never; header?: never; path: { "invitation_id": string; }; cookie?: never }; requestBody?: never; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Invited"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/invitations": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Open invitations */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InvitationList"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Invite somebody */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Invite"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Invited"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/invitations/{invitation_id}/revoke": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Take an invitation back */
    post: { parameters: { query?: never; header?: never; path: { "invitation_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/api-keys": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The firm's API keys */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ApiKeyList"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Make an API key */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["NewApiKey"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["CreatedApiKey"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/api-keys/{api_key_id}/revoke": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Revoke an API key */
    post: { parameters: { query?: never; header?: never; path: { "api_key_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ApiKey"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/audit": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What was done, the latest first */
    get: { parameters: { query?: { "member"?: string; "action"?: string; "target"?: string; "from"?: string; "until"?: string; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AuditPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/audit/actions": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What can be asked for by `action` */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AuditActions"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/audit/export": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The log as a table (CSV) */
    get: { parameters: { query?: { "member"?: string; "action"?: string; "target"?: string; "from"?: string; "until"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "text/csv": string; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/firm": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The firm */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FirmSettings"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change the firm */
    patch: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ChangeFirm"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FirmSettings"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    trace?: never;
  };
  "/api/v1/mail-server": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Through which server mail goes */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MailServer"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Set the firm's own mail server */
    put: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SetMailServer"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MailServer"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Remove the firm's own mail server */
    delete: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/mail-server/test": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Send a mail to yourself */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Nothing"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MailTest"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/mail": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Mail that was sent, waits or failed */
    get: { parameters: { query?: { "state"?: "waiting" | "sent" | "failed"; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MailPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/mail/{mail_id}/retry": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Try a mail again */
    post: { parameters: { query?: never; header?: never; path: { "mail_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Nothing"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/first-run": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Where the firm's first run stands */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FirstRun"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Go on with the first run, or back */
    patch: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ChangeFirstRun"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FirstRun"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    trace?: never;
  };
  "/api/v1/applications": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The applications that the firm connects through */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ApplicationList"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/applications/{application}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    /** Set the firm's own application */
    put: { parameters: { query?: never; header?: never; path: { "application": "clio-us" | "clio-eu" | "clio-ca" | "clio-au" | "mycase"; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ApplicationSecret"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ApplicationList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Remove the firm's own application */
    delete: { parameters: { query?: never; header?: never; path: { "application": "clio-us" | "clio-eu" | "clio-ca" | "clio-au" | "mycase"; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Done"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/authorise": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Begin to connect */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Authorise"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Authorised"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/sync-user": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    /** Make this account the one that reads for the firm */
    put: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Nothing"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Connection"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/probe": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Ask the provider once more what this account may do */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Nothing"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Connection"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 503: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/disconnect": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Disconnect */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Nothing"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Disconnected"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/erase": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Erase all its data */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Erase"]; }; }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Connection"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 422: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The firm's connections */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ConnectionList"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One connection */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Connection"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/upkeep": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** How a connection is kept alive */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Upkeep"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/counts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Counts that add up */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Counts"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/staff": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The firm's staff at the provider */
    get: { parameters: { query?: { "connection"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["StaffList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tags": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The tags that contacts have */
    get: { parameters: { query?: { "connection"?: string; "q"?: string; "limit"?: number; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["TagList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/count": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** How many contacts fit */
    get: { parameters: { query?: { "connection"?: string; "q"?: string; "state"?: "tombstone" | "suspected_gone" | "skipped" | "out_of_scope" | "out_of_segment" | "in" | "any"; "status"?: "client" | "active" | "pending" | "past" | "none"; "owner"?: (string | "none"); "tag"?: string; "health"?: "fine" | "duplicate" | "issue" | "held"; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ContactCount"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/bulk": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Change many contacts at once */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["BulkEdit"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["BulkAnswer"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/bulk/{bulk_id}/undo": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Undo a change of many contacts */
    post: { parameters: { query?: never; header?: never; path: { "bulk_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["BulkUndone"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts.csv": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Contacts as CSV */
    get: { parameters: { query?: { "connection"?: string; "q"?: string; "state"?: "tombstone" | "suspected_gone" | "skipped" | "out_of_scope" | "out_of_segment" | "in" | "any"; "status"?: "client" | "active" | "pending" | "past" | "none"; "owner"?: (string | "none"); "tag"?: string; "health"?: "fine" | "duplicate" | "issue" | "held"; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "text/csv": string; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Contacts by name */
    get: { parameters: { query?: { "connection"?: string; "q"?: string; "state"?: "tombstone" | "suspected_gone" | "skipped" | "out_of_scope" | "out_of_segment" | "in" | "any"; "status"?: "client" | "active" | "pending" | "past" | "none"; "owner"?: (string | "none"); "tag"?: string; "health"?: "fine" | "duplicate" | "issue" | "held"; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ContactPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/{connection_id}/{provider_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One contact, with reasons */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Contact"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/{connection_id}/{provider_id}/history": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What changed on a contact */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; }; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HistoryPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/{connection_id}/{provider_id}/additions": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What members added to a contact */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Additions"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/{connection_id}/{provider_id}/pin": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    /** Pin the owner */
    put: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["PinOwner"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Additions"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Take the pin away */
    delete: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Additions"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/{connection_id}/{provider_id}/tags": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Add a tag */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["AddTag"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Additions"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Take a member's tag away */
    delete: { parameters: { query: { "name": string; }; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Additions"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/{connection_id}/{provider_id}/key-facts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Add a key fact */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["KeyFactText"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Additions"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/{connection_id}/{provider_id}/key-facts/{key_fact_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    /** Change a member's key fact */
    put: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; "key_fact_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["KeyFactText"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Additions"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Take a member's key fact away */
    delete: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; "key_fact_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Additions"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/count": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** How many matters fit */
    get: { parameters: { query?: { "connection"?: string; "q"?: string; "status"?: "open" | "pending" | "closed"; "practice_area"?: string; "stage"?: string; "staff"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MatterCount"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/bulk": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Pause automations for many matters at once */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["BulkMattersEdit"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["BulkAnswer"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/bulk/{matter_bulk_id}/undo": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Undo a change of many matters */
    post: { parameters: { query?: never; header?: never; path: { "matter_bulk_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["BulkUndone"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters.csv": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Matters as CSV */
    get: { parameters: { query?: { "connection"?: string; "q"?: string; "status"?: "open" | "pending" | "closed"; "practice_area"?: string; "stage"?: string; "staff"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "text/csv": string; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Matters, the most recently changed first */
    get: { parameters: { query?: { "connection"?: string; "q"?: string; "status"?: "open" | "pending" | "closed"; "practice_area"?: string; "stage"?: string; "staff"?: string; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MatterPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/filters": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What matters can be filtered by */
    get: { parameters: { query?: { "connection"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MatterFilters"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/{connection_id}/{provider_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One matter */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Matter"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/{connection_id}/{provider_id}/history": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What changed on a matter */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; }; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HistoryPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/{connection_id}/{matter_id}/project": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One matter as clients see it */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; "matter_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ProjectAnswer"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/{connection_id}/{matter_id}/project/preview": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** One matter as clients would see it */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; "matter_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["TryProject"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ProjectAnswer"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 422: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/{connection_id}/{matter_id}/main-client": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    /** Name the main client */
    put: { parameters: { query?: never; header?: never; path: { "connection_id": string; "matter_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["NameMainClient"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ProjectAnswer"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Leave the main client to the rule again */
    delete: { parameters: { query?: never; header?: never; path: { "connection_id": string; "matter_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ProjectAnswer"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/projects": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** How complete the mapping of matters for clients is */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ProjectsOverview"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/projects/matters": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Matters as clients see them, by list */
    get: { parameters: { query: { "list": "unmapped_type" | "unmapped_stage" | "main_client_skipped" | "main_client_company" | "main_client_not_found" | "main_client_nobody" | "shown" | "hidden" | "notified"; "value"?: string; "limit"?: number; "after"?: string; }; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ProjectPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/inbox": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What clients write */
    get: { parameters: { query?: { "show"?: "mine" | "unassigned" | "all"; "state"?: "open" | "done" | "any"; "unread"?: "true" | "false"; "search"?: string; "connection"?: string; "matter"?: string; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboxPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Begin to write to a client */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["StartThread"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboxThreadWhole"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/inbox-counts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** How much is unread */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboxCounts"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/inbox/{thread_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One thread with its messages */
    get: { parameters: { query?: never; header?: never; path: { "thread_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboxThreadWhole"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Give it to somebody, or call it done */
    patch: { parameters: { query?: never; header?: never; path: { "thread_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SetThread"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboxThreadWhole"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    trace?: never;
  };
  "/api/v1/inbox/{thread_id}/messages": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Write to the client */
    post: { parameters: { query?: never; header?: never; path: { "thread_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["AnswerThread"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboxThreadWhole"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/inbox/{thread_id}/read": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Say how far you have read */
    post: { parameters: { query?: never; header?: never; path: { "thread_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ReadThrough"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboxThreadWhole"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/inbox-notices": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Which letters you get of what clients write */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboxNotices"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Say which letters you want of what clients write */
    put: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["InboxNotices"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboxNotices"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/mail-in": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Whether answers by e-mail are set up */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MailIn"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Take answers by e-mail */
    put: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SetMailIn"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MailInSet"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Take no answers by e-mail */
    delete: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MailIn"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/inbox-mail": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Letters that could not be taken as somebody's */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldMails"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/inbox-mail/{held_mail_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Say whose a letter is */
    post: { parameters: { query?: never; header?: never; path: { "held_mail_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["DecideMail"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldMails"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/texting": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Through which account texts go */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Texting"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Set up texting */
    put: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SetTexting"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Texting"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Forget the account */
    delete: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["NothingOfTexts"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Texting"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    /** Switch texting off, or on again */
    patch: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SwitchTexting"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Texting"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    trace?: never;
  };
  "/api/v1/texting/test": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Send a text to yourself */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["TestTexting"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["TextingTest"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/{connection_id}/{provider_id}/texts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** How somebody can be texted */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ContactTexts"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Text a client */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["WriteText"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Text"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/texts/{text_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Decide about a text */
    post: { parameters: { query?: never; header?: never; path: { "text_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SettleText"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Text"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/inbox-texts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Texts of which it is not clear whose they are */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldTexts"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/inbox-texts/{held_text_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Say whose a text is */
    post: { parameters: { query?: never; header?: never; path: { "held_text_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["DecideText"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldTexts"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/{connection_id}/{matter_id}/clients": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Who may be written to about a matter */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; "matter_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MatterClients"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/matters/{connection_id}/{matter_id}/documents": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What was shared of a matter */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; "matter_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MatterDocuments"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Share a document with a client */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; "matter_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ShareDocument"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MatterDocument"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 503: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/shared-documents/{document_id}/content": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Get a shared document */
    get: { parameters: { query?: never; header?: never; path: { "document_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/octet-stream": string; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 503: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/activities": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What happened */
    get: { parameters: { query?: { "connection"?: string; "contact"?: string; "matter"?: string; "kind"?: "email" | "note" | "card" | "call" | "text" | "message" | "document"; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ActivityPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Log an activity */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["LogActivity"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Activity"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 422: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/activities/{activity_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One activity */
    get: { parameters: { query?: never; header?: never; path: { "activity_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Activity"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Edit an activity */
    patch: { parameters: { query?: never; header?: never; path: { "activity_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["EditActivity"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Activity"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    trace?: never;
  };
  "/api/v1/needs-filing": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What belongs on a matter, and nobody said on which */
    get: { parameters: { query?: { "connection"?: string; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["NeedsFilingPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/activities/{activity_id}/file": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Choose the matter */
    post: { parameters: { query?: never; header?: never; path: { "activity_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["FileActivity"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FiledActivity"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/activities/{activity_id}/unfile": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Take the choice of the matter back */
    post: { parameters: { query?: never; header?: never; path: { "activity_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Activity"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/files": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Upload a file */
    post: { parameters: { query: { "name": string; "type"?: string; "sha256"?: string; }; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/octet-stream": string; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["File"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 408: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 503: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 507: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/files/{file_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Download a file */
    get: { parameters: { query?: never; header?: never; path: { "file_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/octet-stream": string; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 503: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Deliveries */
    get: { parameters: { query?: { "state"?: "held" | "queued" | "sending" | "unknown" | "delivered" | "failed" | "needs_review" | "cancelled"; "kind"?: "email" | "note" | "card" | "call" | "text" | "message" | "document"; "connection"?: string; "contact"?: string; "matter"?: string; "activity"?: string; "reason"?: string; "author"?: string; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DeliveryPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/outbox/counts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** How many deliveries fit */
    get: { parameters: { query?: { "state"?: "held" | "queued" | "sending" | "unknown" | "delivered" | "failed" | "needs_review" | "cancelled"; "kind"?: "email" | "note" | "card" | "call" | "text" | "message" | "document"; "connection"?: string; "contact"?: string; "matter"?: string; "activity"?: string; "reason"?: string; "author"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DeliveryCounts"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries/{delivery_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One delivery's whole story */
    get: { parameters: { query?: never; header?: never; path: { "delivery_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DeliveryStory"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries/{delivery_id}/retry": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Send again */
    post: { parameters: { query?: never; header?: never; path: { "delivery_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Delivery"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries/{delivery_id}/cancel": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Do not send */
    post: { parameters: { query?: never; header?: never; path: { "delivery_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Delivery"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries/retry": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Send many again */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["WhichDeliveries"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DeliveriesChanged"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries/cancel": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Do not send many */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["WhichDeliveries"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DeliveriesChanged"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries/{delivery_id}/confirm": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** It is at the provider */
    post: { parameters: { query?: never; header?: never; path: { "delivery_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ConfirmDelivery"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Delivery"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/deliveries/{delivery_id}/twins": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    /** What is there more than once may stay */
    put: { parameters: { query?: never; header?: never; path: { "delivery_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["AcceptTwins"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Delivery"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/outbox": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** How the outbox stands */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Outbox"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/skipped": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Skipped contacts, with reasons */
    get: { parameters: { query?: { "connection"?: string; "limit"?: number; "after"?: string; "reason"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SkippedPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/quarantined": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Rows that could not be taken in */
    get: { parameters: { query?: { "connection"?: string; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["QuarantinedPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/hidden": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** People hidden by permission */
    get: { parameters: { query?: { "connection"?: string; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HiddenPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/duplicates": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Possible duplicates */
    get: { parameters: { query?: { "connection"?: string; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DuplicatePage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/issues": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What needs looking after */
    get: { parameters: { query?: { "connection"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["IssueList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/held": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Changes that wait for a decision */
    get: { parameters: { query?: { "connection"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/held/{run_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Decide about held changes */
    post: { parameters: { query?: never; header?: never; path: { "run_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["HeldDecision"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldDecided"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/held/{run_id}/rows": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Who is affected by held changes */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; }; header?: never; path: { "run_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldRowPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/runs": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Runs, the latest first */
    get: { parameters: { query?: { "connection"?: string; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RunPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Read now */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["StartRun"]; }; }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["StartedRun"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/runs/{run_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One run */
    get: { parameters: { query?: never; header?: never; path: { "run_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Run"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/runs/{run_id}/events": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Follow a run */
    get: { parameters: { query?: never; header?: never; path: { "run_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "text/event-stream": string; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 503: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The settings in force */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Settings"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Change the settings */
    put: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SettingsChange"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Settings"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 422: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/settings/schema": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What every setting means */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { [name: string]: unknown }; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/subscriptions": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Webhooks that the provider sends */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SubscriptionList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/subscriptions/check": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Look after the webhooks now */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["CheckSubscriptions"]; }; }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SubscriptionsChecked"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/subscriptions/replay": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Read again what was delivered */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["Replay"]; }; }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Replayed"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings/choices": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What settings can choose from */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SettingsChoices"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings/fields": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What custom fields hold */
    get: { parameters: { query?: { "of"?: "contact" | "matter"; }; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FoundFields"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings/groups": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Groups found at the provider */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FoundGroups"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings/touched": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** How much the settings touch */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SettingsTouch"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings/tags": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Tags that a segment can name */
    get: { parameters: { query?: { "q"?: string; "limit"?: number; }; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["TagList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings/segment": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Count a segment */
    get: { parameters: { query?: { "mode"?: "any" | "all" | "none"; "tag"?: (string | (string)[]); }; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SegmentCount"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/pins": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Pinned owners */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; }; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["PinPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings/versions": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Versions of the settings */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; }; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SettingsVersionPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings/versions/{version}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One version of the settings */
    get: { parameters: { query?: { "against"?: number; }; header?: never; path: { "connection_id": string; "version": number; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["WholeSettingsVersion"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/settings/rollback": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Go back to an earlier version */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SettingsRollback"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Settings"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 422: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/previews": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Try settings on the whole firm */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["StartPreview"]; }; }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["StartedPreview"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 422: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/previews/{preview_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What settings would change */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; "preview_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Preview"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/previews/{preview_id}/rows": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The contacts or matters that would change */
    get: { parameters: { query?: { "list"?: string; "limit"?: number; "after"?: string; }; header?: never; path: { "connection_id": string; "preview_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["PreviewPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/connections/{connection_id}/previews/{preview_id}/apply": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Put previewed settings in force */
    post: { parameters: { query?: never; header?: never; path: { "connection_id": string; "preview_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ApplyPreview"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedPreview"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automations": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Automations */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Make an automation */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["NewAutomation"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Automation"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automations/{automation_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One automation */
    get: { parameters: { query?: never; header?: never; path: { "automation_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Automation"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Save an automation */
    put: { parameters: { query?: never; header?: never; path: { "automation_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SaveAutomation"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Automation"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Take an automation away */
    delete: { parameters: { query?: never; header?: never; path: { "automation_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Automation"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automations/{automation_id}/switch": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Switch an automation on or off */
    post: { parameters: { query?: never; header?: never; path: { "automation_id": string; }; cookie?: never }; requestBody: { content: { "application/json": { "active": boolean; }; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Automation"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automations/{automation_id}/versions": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** An automation's versions */
    get: { parameters: { query?: never; header?: never; path: { "automation_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationVersions"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automations/{automation_id}/preview/{connection_id}/{provider_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Try an automation on a contact */
    get: { parameters: { query?: { "matter"?: string; "phase"?: string; }; header?: never; path: { "automation_id": string; "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationPreview"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-previews": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Try on a contact what is not saved yet */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["TryAutomation"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationPreview"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automations/{automation_id}/starts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What an automation started, and what not */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; "state"?: "waiting" | "held" | "running" | "done" | "stopped" | "not_started" | "dismissed"; }; header?: never; path: { "automation_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationStartPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Start an automation for one contact */
    post: { parameters: { query?: never; header?: never; path: { "automation_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["StartByHand"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationStart"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/contacts/{connection_id}/{provider_id}/automations": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What automations did for a contact, and what not */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; "state"?: "waiting" | "held" | "running" | "done" | "stopped" | "not_started" | "dismissed"; }; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ContactAutomations"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-templates": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Templates */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationTemplateList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Make a template */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["AutomationTemplateText"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationTemplate"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-templates/{template_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    /** Save a template */
    put: { parameters: { query?: never; header?: never; path: { "template_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["AutomationTemplateText"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationTemplate"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Take a template away */
    delete: { parameters: { query?: never; header?: never; path: { "template_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationTemplate"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-batches": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Held batches */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationBatchList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-batches/{batch_id}/starts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Who is in a batch */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; "state"?: "waiting" | "held" | "running" | "done" | "stopped" | "not_started" | "dismissed"; }; header?: never; path: { "batch_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationStartPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-batches/{batch_id}/approve": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Let a batch start */
    post: { parameters: { query?: never; header?: never; path: { "batch_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["DecideBatch"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DecidedBatch"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-batches/{batch_id}/dismiss": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Dismiss a batch, or trim it */
    post: { parameters: { query?: never; header?: never; path: { "batch_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["DecideBatch"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DecidedBatch"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-starts/{start_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One start and its story */
    get: { parameters: { query?: never; header?: never; path: { "start_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationStartStory"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-starts/{start_id}/approve": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Let one start go on */
    post: { parameters: { query?: never; header?: never; path: { "start_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationStart"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-starts/{start_id}/dismiss": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Dismiss one start */
    post: { parameters: { query?: never; header?: never; path: { "start_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationStart"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-emails": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Automated e-mails */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; "state"?: "queued" | "sending" | "sent" | "held" | "failed" | "needs_review" | "cancelled"; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationEmailPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-emails/{send_id}/resolve": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Say what became of an e-mail */
    post: { parameters: { query?: never; header?: never; path: { "send_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ResolveEmail"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationEmail"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tasks": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Tasks */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; "state"?: "open" | "done"; "member"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["TaskPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tasks/{task_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    /** Tick a task off, or not */
    put: { parameters: { query?: never; header?: never; path: { "task_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SetTask"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Task"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-pauses": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What is paused */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["PauseList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Pause automations */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SetPause"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["PauseList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-pauses/end": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** End a pause */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["EndPause"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["PauseList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-opt-outs": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Addresses that want no automated e-mail */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["OptOutPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Send an address no automated e-mail */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["OptOut"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["OptOutPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-opt-outs/end": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Allow automated e-mail again */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["OptOut"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["OptOutPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/automation-rules": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** The firm's hours, and how much is too much */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationRules"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Set the firm's hours, and how much is too much */
    put: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["AutomationRules"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AutomationRules"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/forms": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Forms */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FormList"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Make a form */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["NewForm"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Form"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/form-places/{connection_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Where answers can go */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FormPlaces"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/form-people/{connection_id}/{matter_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Who can be sent a form */
    get: { parameters: { query?: never; header?: never; path: { "connection_id": string; "matter_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FormPeople"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/forms/{form_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One form */
    get: { parameters: { query?: never; header?: never; path: { "form_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Form"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Save a form */
    put: { parameters: { query?: never; header?: never; path: { "form_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SaveForm"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Form"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Take a form away */
    delete: { parameters: { query?: never; header?: never; path: { "form_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Form"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/form-requests": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Forms that were sent */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; "state"?: "held" | "open" | "submitted" | "withdrawn" | "dismissed"; "form_id"?: string; "connection_id"?: string; "matter_id"?: string; "contact_id"?: string; "to_confirm"?: "true"; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FormRequestPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Send a form */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SendForm"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FormsSent"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/form-requests/{request_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** One form that was sent */
    get: { parameters: { query?: never; header?: never; path: { "request_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FormRequestDetail"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/form-requests/{request_id}/withdraw": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Take a form back */
    post: { parameters: { query?: never; header?: never; path: { "request_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FormRequestDetail"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/form-requests/{request_id}/answers/{field_key}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Decide about an answer */
    post: { parameters: { query?: never; header?: never; path: { "request_id": string; "field_key": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["DecideFormAnswer"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FormRequestDetail"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/form-batches/decide": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Send held forms, or never */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["DecideHeldForms"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["FormsDecided"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/portal/people": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Who could come into the portal */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; "standing"?: "revoked" | "unusable" | "no_email" | "shared" | "anothers" | "let_in" | "never_engage" | "company" | "by_themselves"; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["PortalPersonPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/portal/people/{connection_id}/{provider_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    /** Invite a contact */
    put: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["InviteToPortal"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InvitedToPortal"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    /** Shut a contact out */
    delete: { parameters: { query?: never; header?: never; path: { "connection_id": string; "provider_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RevokedFromPortal"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/portal/addresses": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Addresses that several contacts have */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SharedAddressPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    /** Say whose an address is */
    put: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["NameAddress"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["NamedAddress"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/portal/notices": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What clients were told */
    get: { parameters: { query?: { "limit"?: number; "after"?: string; "state"?: "queued" | "sending" | "sent" | "not_sent" | "failed" | "needs_review" | "cancelled"; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ClientNoticePage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/portal/notices/{notice_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Decide about a notice */
    post: { parameters: { query?: never; header?: never; path: { "notice_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["SettleNotice"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["NamedAddress"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 409: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/events": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What happened */
    get: { parameters: { query?: { "type"?: (components["schemas"]["EventType"])[]; "from"?: "oldest" | "now"; "limit"?: number; "after"?: string; }; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["EventPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 410: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Endpoints that get events */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["WebhookEndpointList"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    /** Push events to an address */
    post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["CreateWebhookEndpoint"]; }; }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["NewWebhookEndpoint"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpoint_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    post?: never;
    /** Remove an endpoint */
    delete: { parameters: { query?: never; header?: never; path: { "endpoint_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RemovedWebhookEndpoint"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    options?: never;
    head?: never;
    /** Change, pause or resume an endpoint */
    patch: { parameters: { query?: never; header?: never; path: { "endpoint_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["ChangeWebhookEndpoint"]; }; }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["WebhookEndpoint"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpoint_id}/secret": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Replace the secret */
    post: { parameters: { query?: never; header?: never; path: { "endpoint_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["NewWebhookSecret"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpoint_id}/deliveries": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Deliveries of an endpoint */
    get: { parameters: { query?: { "state"?: "pending" | "delivered" | "failed"; "limit"?: number; "after"?: string; }; header?: never; path: { "endpoint_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["WebhookDeliveryPage"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpoint_id}/deliveries/{event_id}/attempts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Every try of a delivery */
    get: { parameters: { query?: never; header?: never; path: { "endpoint_id": string; "event_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["WebhookAttempts"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpoint_id}/retries": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Send again */
    post: { parameters: { query?: never; header?: never; path: { "endpoint_id": string; }; cookie?: never }; requestBody: { content: { "application/json": components["schemas"]["RetryDeliveries"]; }; }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RetriedDeliveries"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpoint_id}/test": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get?: never;
    put?: never;
    /** Send a test message */
    post: { parameters: { query?: never; header?: never; path: { "endpoint_id": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["WebhookTest"]; }; }; 400: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 413: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 415: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/problems": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** Everything that can go wrong */
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ProblemTypeList"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/problems/{name}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    /** What a problem means */
    get: { parameters: { query?: never; header?: never; path: { "name": string; }; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ProblemType"]; }; }; 401: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 403: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 404: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 421: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; 500: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; }; } };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
